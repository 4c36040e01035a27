import type { TraceStep } from '../../spec/craft.ts';
import { Pixels } from '../gallery/Pixels.tsx';
import { useVoice } from '../lab.tsx';
import { stripSteps, type TraceSeries } from './traceSeries.ts';

interface FilmStripProps {
  readonly trace: readonly TraceStep[];
  readonly shape: readonly [number, number, number];
  readonly image: number;
  readonly names: readonly string[];
  readonly series: TraceSeries;
  readonly step: number;
  readonly onSeek: (step: number) => void;
}

/** Some iterates side by side; pressing one goes there. */
export function FilmStrip({ trace, shape, image, names, series, step, onSeek }: FilmStripProps) {
  const { say, percent } = useVoice();
  return (
    <ul className="film">
      {stripSteps(trace.length - 1, series.flip).map((at) => {
        const answer = series.answers[at]!;
        const share = percent(trace[at]!.probabilities[answer]!);
        return (
          <li key={at} aria-current={at === step ? 'step' : undefined}>
            <button type="button" onClick={() => onSeek(at)}>
              <Pixels pixels={trace[at]!.pixels} shape={shape} label={say('picture.step', { image, step: at })} />
              <b>{say(at === series.flip ? 'single.stepFlip' : 'single.stepName', { step: at })}</b>
              <span className="num">
                {say('single.answer', { answer: names[answer] ?? answer, confidence: share })}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
