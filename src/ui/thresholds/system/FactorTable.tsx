import type { Voice } from '../../../i18n/voice.ts';
import { type SystemView, shareOf } from '../../../spec/system/assess.ts';
import type { Census } from '../../../spec/system/census.ts';
import { chanceOf } from '../../../spec/system/passage.ts';
import { type FactorName, factorNames, isMeasured, uses } from '../../../spec/system/plan.ts';
import { useVoice } from '../../lab.tsx';
import { Scroll } from '../../parts/Scroll.tsx';

export interface FactorRow {
  readonly factor: FactorName;
  readonly name: string;
  /** Share of attacked inputs it says yes to with a wrong answer, and of honest ones with a right answer; NaN where not measured. */
  readonly attacker: number;
  readonly honest: number;
  readonly source: string;
}

/** The factors of the plan, each by itself. */
export function factorRows({ system: { plan }, odds, clean, attack, second }: SystemView, voice: Voice): FactorRow[] {
  const { say, model } = voice;
  const nothing = { model: false, review: false, second: false };
  const share = (factor: FactorName, census: Census | undefined, kind: 'right' | 'wrong') => {
    const visitor = kind === 'right' ? 'honest' : 'attacker';
    if (!isMeasured(factor)) return chanceOf(factor, visitor, nothing, odds);
    if (!census || (factor === 'second' && second === undefined)) return Number.NaN;
    const ofReview = factor === 'review' ? chanceOf('review', visitor, { ...nothing, review: true }, odds) : 1;
    return ofReview * shareOf(census, kind, factor);
  };
  return factorNames
    .filter((factor) => uses(plan, factor))
    .map((factor) => ({
      factor,
      name: say(`sys.factor.${factor}`),
      attacker: share(factor, attack?.census, 'wrong'),
      honest: share(factor, clean, 'right'),
      source:
        factor === 'second' && second !== undefined
          ? say('sys.measuredOf', { model: model(second) })
          : say(isMeasured(factor) ? 'sys.measured' : 'sys.assumed'),
    }));
}

/** The same in words and numbers, for those who do not read diagrams. */
export function FactorTable({ shown }: { readonly shown: SystemView }) {
  const voice = useVoice();
  const { say, percent } = voice;
  const text = (share: number) => (Number.isNaN(share) ? '–' : percent(share));
  return (
    <Scroll aria-label={say('sys.factors')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{say('sys.factor')}</th>
            <th scope="col" className="n">
              {say('sys.passesAttacker')}
            </th>
            <th scope="col" className="n">
              {say('sys.passesHonest')}
            </th>
            <th scope="col">{say('sys.source')}</th>
          </tr>
        </thead>
        <tbody>
          {factorRows(shown, voice).map(({ factor, name, attacker, honest, source }) => (
            <tr key={factor}>
              <th scope="row">{name}</th>
              <td className="n num">{text(attacker)}</td>
              <td className="n num">{text(honest)}</td>
              <td>{source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
