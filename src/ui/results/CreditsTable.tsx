import { describeEpsilon } from '../../core/epsilon.ts';
import { type Credits, creditsOf } from '../../spec/credits.ts';
import type { Report } from '../../spec/report.ts';
import { specOf } from '../../store/derived.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { DataTableButton } from './DataTableDialog.tsx';
import { numbering } from './numbering.ts';
import { ProvenanceLine } from './ProvenanceLine.tsx';

/** What each attack of a cascade added to those before it; nothing where no cascade was run. */
export function CreditsTable({ report }: { readonly report: Report }) {
  const { say } = useVoice();
  const all = creditsOf(report);
  const cascades = [...new Set(all.map(({ cell }) => cell.attack))];
  if (all.length === 0) return null;
  const number = say(numbering(report).credits);
  return (
    <Figure
      number={number}
      title={say('credits.title')}
      about={say('credits.sub')}
      foot={<ProvenanceLine report={report} />}
      actions={<DataTableButton />}
    >
      <Scroll aria-label={number}>
        {cascades.map((attack) => (
          <CascadeTable key={attack} report={report} credits={all.filter(({ cell }) => cell.attack === attack)} />
        ))}
      </Scroll>
    </Figure>
  );
}

function CascadeTable({ report, credits }: { readonly report: Report; readonly credits: readonly Credits[] }) {
  const { say, attackOf, card, count } = useVoice();
  const [first] = credits;
  if (!first) return null;
  const names = first.members.map(({ attack, title }) => card(`attacks.${attack}.title`, title));
  return (
    <table className="data">
      <caption>{attackOf(specOf(report), first.cell.attack)}</caption>
      <thead>
        <tr>
          <th scope="col">{say('table.defense')}</th>
          <th scope="col" className="n">
            {say('data.epsilon')}
          </th>
          {[say('credits.wrong'), ...names, say('credits.standing')].map((name) => (
            <th scope="col" className="n" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {credits.map(({ cell, wrong, members, standing }) => (
          <tr key={`${cell.defense}|${cell.adaptive}|${cell.epsilon}`}>
            <th scope="row">
              <DefenseName cell={cell} />
            </th>
            <td className="n">{describeEpsilon(cell.epsilon)}</td>
            <td className="n">{count(wrong)}</td>
            {members.map(({ attack, fooled }) => (
              <td className="n" key={attack}>
                {count(fooled)}
              </td>
            ))}
            <td className="n">{count(standing)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DefenseName({ cell: { defense, adaptive } }: Pick<Credits, 'cell'>) {
  const { say, defense: nameOf } = useVoice();
  const name = nameOf(defense);
  return adaptive ? name : say('attack.unadapted', { attack: name });
}
