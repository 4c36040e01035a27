import { useEffect, useState } from 'react';
import { useReducedMotion } from './useReducedMotion.ts';

/** A path that can be played, paused and searched. */
export interface Player {
  readonly step: number;
  readonly playing: boolean;
  seek(step: number): void;
  /** Plays or pauses; with reduced motion it takes one step. */
  toggle(): void;
}

const wholeMs = 4000; // a path plays in about this time
const fastestMs = 60;
const slowestMs = 500;

/** Starts at the end, and stays there while the path is replaced, until somebody moves it. */
export function usePlayer(last: number): Player {
  const still = useReducedMotion();
  const [chosen, setChosen] = useState<number>();
  const [playing, setPlaying] = useState(false);
  const step = Math.min(chosen ?? last, last);
  useEffect(() => {
    if (!playing) return;
    if (step >= last) return setPlaying(false);
    const pauseMs = Math.max(fastestMs, Math.min(slowestMs, wholeMs / last));
    const timer = setTimeout(() => setChosen(step + 1), pauseMs);
    return () => clearTimeout(timer);
  }, [playing, step, last]);
  const seek = (next: number) => {
    setPlaying(false);
    setChosen(Math.max(0, Math.min(last, next)));
  };
  return {
    step,
    playing,
    seek,
    toggle: () => {
      if (still) return seek(step >= last ? 0 : step + 1);
      if (!playing && step >= last) setChosen(0);
      setPlaying(!playing);
    },
  };
}
