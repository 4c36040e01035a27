import { type ReactNode, startTransition, useEffect, useMemo, useRef, useState } from 'react';
import type { ThresholdView } from '../../store/thresholds.ts';

interface FollowProps {
  readonly view: ThresholdView;
  readonly className?: string;
  /** Draws a view; depends on nothing else. */
  readonly children: (view: ThresholdView) => ReactNode;
}

/**
 * Follows the thresholds at once while it is on the screen or close to it, else as soon as they rest: what nobody can see
 * must not hold up what somebody looks at.
 */
export function Follow({ view, className, children }: FollowProps) {
  const holder = useRef<HTMLDivElement>(null);
  const isNear = useNear(holder);
  const shown = useRested(view, isNear);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the function is a new one each time, but draws the same
  const drawn = useMemo(() => children(shown), [shown]);
  return (
    <div ref={holder} className={className}>
      {drawn}
    </div>
  );
}

const margin = '25%'; // of the screen; somebody who scrolls finds it up to date

function useNear(holder: { readonly current: Element | null }): boolean {
  const [isNear, setNear] = useState(true);
  useEffect(() => {
    const look: IntersectionObserverCallback = (entries) => setNear(entries.at(-1)!.isIntersecting);
    const observer = new IntersectionObserver(look, { rootMargin: margin });
    observer.observe(holder.current!); // drawn before effects run
    return () => observer.disconnect();
  }, [holder]);
  return isNear;
}

const restMs = 60;

/** The value; while it need not be exact, the one it had when it last did not change for a moment. */
function useRested<Value>(value: Value, isExact: boolean): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setRested(() => value)), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return isExact ? value : rested;
}
