import '../../i18n/checkWords.ts';
import { type CheckCode, checkCards, checkCodes } from '../../spec/checks/catalog.ts';
import { useLab, useVoice } from '../lab.tsx';

/** Every check, with the one that was asked for in sight. */
export const CheckEntries = () => checkCodes.map((code) => <Entry key={code} code={code} />);

function Entry({ code }: { readonly code: CheckCode }) {
  const { say, card } = useVoice();
  const wanted = useLab((state) => state.explained === code);
  const known = checkCards[code];
  const text = (part: 'title' | 'rule' | 'meaning') => card(`checks.${code}.${part}`, known[part]);
  return (
    <section className="entry" ref={(node) => void (wanted && node?.scrollIntoView({ block: 'start' }))}>
      <h3>{text('title')}</h3>
      <dl className="kv">
        <dt>{say('checks.rule')}</dt>
        <dd>{text('rule')}</dd>
        <dt>{say('checks.meaning')}</dt>
        <dd>{text('meaning')}</dd>
        <dt>{say('checks.effect')}</dt>
        <dd>{say(`checks.severity.${known.severity}`)}</dd>
        <dt>{say('checks.when')}</dt>
        <dd>{say(`checks.when.${known.when}`)}</dd>
        <dt>{say('checks.source')}</dt>
        <dd className="muted" lang="en">
          {known.source}
        </dd>
      </dl>
    </section>
  );
}
