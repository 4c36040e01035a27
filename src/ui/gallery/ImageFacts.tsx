import { attackCards } from '../../attacks/catalog.ts';
import type { Report } from '../../spec/report.ts';
import type { Outcome } from '../../spec/summary.ts';
import { fateOf } from '../../store/choices.ts';
import { specOf } from '../../store/derived.ts';
import { useVoice } from '../lab.tsx';
import { distanceText } from './distanceText.ts';
import { FateMark } from './FateMark.tsx';

export function ImageFacts({ report, outcome }: { readonly report: Report; readonly outcome: Outcome }) {
  const voice = useVoice();
  const { say } = voice;
  const rounding = !outcome.success ? 'inspect.notFooled' : outcome.survives ? 'inspect.survives' : 'inspect.undone';
  return (
    <section>
      <h3>{say('inspect.facts')}</h3>
      <dl className="kv">
        <dt>{say('inspect.outcome')}</dt>
        <dd>
          <FateMark fate={fateOf(outcome)} />
        </dd>
        {outcome.by && <dt>{say('credits.by')}</dt>}
        {outcome.by && <dd>{voice.card(`attacks.${outcome.by}.title`, attackCards[outcome.by].title)}</dd>}
        <dt>{say('inspect.distance')}</dt>
        <dd className="num">{distanceText(voice, specOf(report).norm, outcome.distance)}</dd>
        <dt>{say('inspect.rounding')}</dt>
        <dd>{say(rounding)}</dd>
      </dl>
    </section>
  );
}
