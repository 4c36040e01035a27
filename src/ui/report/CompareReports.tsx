import { useMemo } from 'react';
import { comparedHeads, comparedWords, comparisonFinding, comparisonMethod } from '../../i18n/compareWords.ts';
import { type Comparison, compareReports } from '../../spec/robustness/compare.ts';
import type { CardSources } from '../../spec/robustness/makeCard.ts';
import type { Evaluation } from '../../spec/robustness/sources.ts';
import { useLab, useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';
import { Scroll } from '../parts/Scroll.tsx';

/** The main report beside the one that the reader chose: what changed, and what can be said about it. */
export function CompareReports({ sources: [main, ...others] }: { readonly sources: CardSources }) {
  const name = useLab((state) => state.card.comparedWith);
  const before = others.find((source): source is Evaluation => source.kind === 'evaluate' && source.name === name);
  const comparison = useMemo(() => before && compareReports(before, main), [before, main]);
  return before && comparison ? <Changes comparison={comparison} before={before} /> : null;
}

function Changes({ comparison, before }: { readonly comparison: Comparison; readonly before: Evaluation }) {
  const voice = useVoice();
  const { say } = voice;
  const [, ...heads] = comparedHeads(voice);
  return (
    <section className="card-compare" aria-labelledby="card-compare">
      <p className="kicker">{say('rc.compare')}</p>
      <h2 className="finding" id="card-compare">
        {comparisonFinding(comparison, voice)}
      </h2>
      {comparison.caveats.map((caveat) => (
        <Note key={caveat} tone={caveat === 'edited' ? 'danger' : 'caution'}>
          {say(`rc.caveat.${caveat}`)}
        </Note>
      ))}
      <Scroll aria-label={say('rc.compare')}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{say('rc.what')}</th>
              {heads.map((head) => (
                <th scope="col" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {comparison.rows.map((row) => {
              const [name, ...cells] = comparedWords(row, before.saved.spec, voice);
              return (
                <tr key={name} className={row.trend}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, i) => (
                    <td key={heads[i]}>{cell}</td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      <Differences comparison={comparison} />
      <p className="small muted">{comparisonMethod(comparison, voice)}</p>
    </section>
  );
}

function Differences({ comparison: { differences } }: { readonly comparison: Comparison }) {
  const { say } = useVoice();
  if (differences.length === 0) return null;
  return (
    <table className="data">
      <thead>
        <tr>
          <th scope="col">{say('rc.setting')}</th>
          <th scope="col">{say('rc.before')}</th>
          <th scope="col">{say('rc.after')}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ what, before, after }) => (
          <tr key={what}>
            <th scope="row" className="mono">
              {what}
            </th>
            <td>{before || say('rc.usual')}</td>
            <td>{after || say('rc.usual')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
