import { describeEpsilon } from '../../core/epsilon.ts';
import type { Report } from '../../spec/report.ts';
import { chosenEpsilon, epsilonsOf } from '../../store/choices.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Slider, Ticks } from '../parts/Slider.tsx';
import { tickText } from './chartLayout.ts';

/** The budget that the finding, the key numbers, the table and the images stand for. */
export function BudgetSlider({ report }: { readonly report: Report }) {
  const { say } = useVoice();
  const { chooseEpsilon } = useActions();
  const selected = useLab((state) => chosenEpsilon(state, report));
  const epsilons = epsilonsOf(report);
  if (selected === undefined) return null;
  const largest = Math.max(...epsilons);
  const nearest = (value: number) =>
    epsilons.reduce((best, known) => (Math.abs(known - value) < Math.abs(best - value) ? known : best));
  const at = epsilons.indexOf(selected);
  const step = (direction: 1 | -1) => chooseEpsilon(epsilons[at + direction] ?? selected);
  return (
    <div className="field budget">
      <div className="lab">
        <span>{say('curve.selected')}</span>
        <span className="v num">
          <b>{describeEpsilon(selected)}</b>
        </span>
      </div>
      <Slider
        label={say('curve.selected')}
        valueText={describeEpsilon(selected)}
        min={0}
        max={largest}
        step="any"
        value={selected}
        onChange={(value) => chooseEpsilon(nearest(value))}
        onStep={step}
      />
      <Ticks ticks={ticksOf(epsilons, largest)} />
    </div>
  );
}

const leastGap = 9; // percent of the slider between two ticks

function ticksOf(epsilons: readonly number[], largest: number) {
  const all = [0, ...epsilons.filter((epsilon) => epsilon > 0)].map((epsilon) => ({
    at: (100 * epsilon) / largest,
    text: tickText(epsilons)(epsilon)[0]!,
  }));
  return all.filter((_, i) => i === 0 || i === all.length - 1 || isFree(all, i));
}

const isFree = (ticks: readonly { at: number }[], i: number) =>
  ticks[i]!.at - ticks[i - 1]!.at >= leastGap && ticks.at(-1)!.at - ticks[i]!.at >= leastGap;
