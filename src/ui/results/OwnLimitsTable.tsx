import { chainName } from '../../defenses/catalog.ts';
import type { Report } from '../../spec/report.ts';
import { linesOf, ownPairsOf } from '../../store/choices.ts';
import { specOf } from '../../store/derived.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { DataTableButton } from './DataTableDialog.tsx';
import { LineHead } from './LineHead.tsx';
import { MatrixCell } from './MatrixCell.tsx';
import { numbering } from './numbering.ts';
import { ProvenanceLine } from './ProvenanceLine.tsx';

/** Attacks that their settings limit, not a ball; nothing where none was run. */
export function OwnLimitsTable({ report }: { readonly report: Report }) {
  const { say, defense, limits } = useVoice();
  const { attacks, defenses } = specOf(report);
  const lines = linesOf(report, ownPairsOf(report));
  const names = defenses.map(chainName);
  if (lines.length === 0) return null;
  const number = say(numbering(report).ownLimits);
  return (
    <Figure
      number={number}
      title={say('own.title')}
      about={say('own.sub')}
      foot={<ProvenanceLine report={report} />}
      actions={<DataTableButton />}
    >
      <Scroll aria-label={number}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{say('table.attack')}</th>
              {names.map((name) => (
                <th scope="col" key={name}>
                  {defense(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.attack}|${line.adaptive}`}>
                <LineHead report={report} line={line}>
                  <span className="tiny muted block">{limits(attacks.find(({ id }) => id === line.attack)!)}</span>
                </LineHead>
                {names.map((name) => (
                  <MatrixCell key={name} report={report} defense={name} line={line} epsilon={null} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Figure>
  );
}
