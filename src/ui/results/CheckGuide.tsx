import { type CheckCode, checkCards, checkCodes } from '../../spec/checks/catalog.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';

/** What every check asks, why, and what to do where it is raised: the text of docs/checks.md. */
export function CheckGuide() {
  const { say } = useVoice();
  const { show } = useActions();
  const isOpen = useLab((state) => state.panel === 'checks');
  return (
    <LabDialog title={say('checks.guide')} isOpen={isOpen} onClose={() => show(undefined)} width="wide">
      <p>{say('checks.guideSub')}</p>
      {checkCodes.map((code) => (
        <Entry key={code} code={code} />
      ))}
    </LabDialog>
  );
}

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
