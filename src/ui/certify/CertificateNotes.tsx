import { certificateCards, certificateIds } from '../../certification/certificates.catalog.ts';
import { useVoice } from '../lab.tsx';

const parts = ['strengths', 'weaknesses', 'costs'] as const;

/** What each certificate buys, what it does not, and what it costs. */
export function CertificateNotes() {
  const { say, card } = useVoice();
  return (
    <section className="fig" aria-labelledby="certificate-notes">
      <div className="fig-head">
        <h2 id="certificate-notes">{say('certify.notes')}</h2>
      </div>
      <div className="fig-body cols-3 prose">
        {certificateIds.map((id) => {
          const { title, paper, ...texts } = certificateCards[id];
          return (
            <div key={id}>
              <h3>{card(`certificates.${id}.title`, title)}</h3>
              <dl>
                {parts.map((part) => (
                  <div key={part}>
                    <dt className="small muted">{say(`certify.${part}`)}</dt>
                    <dd>{card(`certificates.${id}.${part}`, texts[part])}</dd>
                  </div>
                ))}
              </dl>
              <p className="tiny muted">{say('certify.paper', paper)}</p>
            </div>
          );
        })}
      </div>
    </section>
  );
}
