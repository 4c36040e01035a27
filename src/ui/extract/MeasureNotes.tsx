import type { CountermeasureCard, CountermeasureKind } from '../../extraction/card.ts';
import {
  countermeasureCards,
  countermeasureIds,
  countermeasureKinds,
} from '../../extraction/countermeasures.catalog.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';

const parts = ['buys', 'lacks', 'price'] as const;

/** What each kind of countermeasure buys, what it does not, who pays, and which there are. */
export function MeasureNotes() {
  const { say } = useVoice();
  return (
    <Figure title={say('ex.notes')} about={say('ex.notesAbout')}>
      <div className="ex-notes prose">
        {countermeasureKinds.map((kind) => (
          <section key={kind}>
            <h3>{say(`ex.kind.${kind}`)}</h3>
            <dl>
              {parts.map((part) => (
                <div key={part}>
                  <dt className="small muted">{say(`ex.notes.${part}`)}</dt>
                  <dd>{say(`ex.notes.${kind}.${part}`)}</dd>
                </div>
              ))}
            </dl>
            <Members kind={kind} />
          </section>
        ))}
      </div>
    </Figure>
  );
}

function Members({ kind }: { readonly kind: CountermeasureKind }) {
  const { card } = useVoice();
  return (
    <ul className="small">
      {countermeasureIds
        .filter((id) => countermeasureCards[id].kind === kind)
        .map((id) => {
          const { title, summary }: CountermeasureCard = countermeasureCards[id];
          return (
            <li key={id}>
              <b>{card(`countermeasures.${id}.title`, title)}</b>{' '}
              <span className="muted">{card(`countermeasures.${id}.summary`, summary)}</span>
            </li>
          );
        })}
    </ul>
  );
}
