import type { CSSProperties, ReactNode } from 'react';
import { Group } from 'react-aria-components';
import type { Rate } from '../../core/stats.ts';
import { points } from '../../i18n/numberWords.ts';
import { acceptedRight, acceptedWrong, bandsOf, reviewLoad } from '../../spec/thresholds/bands.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import { useVoice } from '../lab.tsx';
import { CheckedIcon, TriangleIcon } from '../parts/icons.tsx';
import { IntervalBar } from '../results/IntervalBar.tsx';

const perInputs = 10_000;

/** What gets through, how right the rest is, and what people must look at. */
export function KeyNumbers({ view: { board, policy, strongest, aware } }: { readonly view: ThresholdView }) {
  const { say, count, intervalAndN } = useVoice();
  const clean = bandsOf(board.clean, policy);
  const attacked = strongest && bandsOf(strongest, policy);
  const through = attacked && acceptedWrong(attacked);
  const right = acceptedRight(clean);
  const load = reviewLoad(clean, attacked, policy.attacked);
  const perDay = (policy.perDay * load.value * policy.seconds) / 3600;
  const of = (share: number) => count(perInputs * share);
  return (
    <section
      className="nums"
      aria-label={say('th.numbers')}
      style={{ '--columns': through ? 3 : 2 } as CSSProperties /* React types know no custom properties */}
    >
      {through && (
        <Measure what={say('th.through')} value={points(through.value)} unit={percentSign} rate={through}>
          <p className="ci num">{intervalAndN(through)}</p>
          <p className={aware ? 'mark ok' : 'mark caution'}>
            {aware ? <CheckedIcon /> : <TriangleIcon />}
            {say(aware ? 'th.aimed' : 'th.notAimed')}
          </p>
        </Measure>
      )}
      <Measure
        what={say('th.acceptedRight')}
        value={Number.isNaN(right.value) ? say('th.none') : points(right.value)}
        unit={Number.isNaN(right.value) ? '' : percentSign}
        rate={right}
      >
        <p className="ci num">{intervalAndN(right)}</p>
      </Measure>
      <Measure
        what={say('th.load', { inputs: count(perInputs) })}
        value={of(load.value)}
        unit={say('th.reviews')}
        rate={load}
      >
        <p className="ci num">{say('th.loadInterval', { low: of(load.low), high: of(load.high) })}</p>
        <p className="ci num">{say('th.loadHours', { hours: perDay.toFixed(1), seconds: policy.seconds })}</p>
      </Measure>
    </section>
  );
}

const percentSign = '%';

interface MeasureProps {
  readonly what: string;
  readonly value: string;
  readonly unit: string;
  readonly rate: Pick<Rate, 'value' | 'low' | 'high'>;
  readonly children: ReactNode;
}

function Measure({ what, value, unit, rate, children }: MeasureProps) {
  return (
    <Group className="measure" aria-label={what}>
      <p className="what">{what}</p>
      <p className="val num">
        {value}
        <small>{unit}</small>
      </p>
      <IntervalBar rate={rate} />
      {children}
    </Group>
  );
}
