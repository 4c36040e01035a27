import { acceptedRight, acceptedWrong, bandsOf, reviewLoad } from '../../spec/thresholds/bands.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import { useVoice } from '../lab.tsx';
import { CheckedIcon, TriangleIcon } from '../parts/icons.tsx';
import { KeyNumber, KeyNumberRow } from '../parts/KeyNumber.tsx';

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
    <KeyNumberRow label={say('th.numbers')} columns={through ? 3 : 2}>
      {through && (
        <KeyNumber what={say('th.through')} rate={through}>
          <p className="ci num">{intervalAndN(through)}</p>
          <p className={aware ? 'mark ok' : 'mark caution'}>
            {aware ? <CheckedIcon /> : <TriangleIcon />}
            {say(aware ? 'th.aimed' : 'th.notAimed')}
          </p>
        </KeyNumber>
      )}
      <KeyNumber
        what={say('th.acceptedRight')}
        {...(Number.isNaN(right.value) && { value: say('th.none'), unit: '' })}
        rate={right}
      >
        <p className="ci num">{intervalAndN(right)}</p>
      </KeyNumber>
      <KeyNumber
        what={say('th.load', { inputs: count(perInputs) })}
        value={of(load.value)}
        unit={say('th.reviews')}
        rate={load}
      >
        <p className="ci num">{say('th.loadInterval', { low: of(load.low), high: of(load.high) })}</p>
        <p className="ci num">{say('th.loadHours', { hours: perDay.toFixed(1), seconds: policy.seconds })}</p>
      </KeyNumber>
    </KeyNumberRow>
  );
}
