import { useActions, useLab, useVoice } from '../lab.tsx';
import { Slider, Ticks } from '../parts/Slider.tsx';
import { PolicyFields } from './PolicyField.tsx';

/** How much comes in, and how much of it is an attack. */
export function TrafficGroup() {
  const { say, percent } = useVoice();
  const share = useLab((state) => state.policy.attacked);
  const { setPolicy } = useActions();
  return (
    <section className="grp">
      <h2>{say('th.traffic')}</h2>
      <PolicyFields names={['perDay']} />
      <div className="field">
        <div className="lab">
          <span>{say('th.attacked')}</span>
          <span className="v num">
            <b>{percent(share)}</b>
          </span>
        </div>
        <Slider
          label={say('th.attacked')}
          valueText={percent(share)}
          min={0}
          max={100}
          step={1}
          value={placeOf(share)}
          onChange={(at) => setPolicy({ attacked: shareAt(at) })}
        />
        <Ticks ticks={shareTicks} />
      </div>
    </section>
  );
}

const third = 100 / 3; // 0, then 1 %, 10 % and 100 % at equal distances
const shareTicks = [0, 0.01, 0.1, 1].map((share) => ({ at: placeOf(share), text: `${100 * share}%` }));

function placeOf(share: number): number {
  return share < 0.01 ? third * 100 * share : third * (3 + Math.log10(share));
}

function shareAt(at: number): number {
  const share = at < third ? at / third / 100 : 10 ** (at / third - 3);
  return Number(Math.min(1, share).toPrecision(2));
}
