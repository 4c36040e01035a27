import { certificateCards } from '../../certification/certificates.catalog.ts';
import { describeEpsilon } from '../../core/epsilon.ts';
import type { Rate } from '../../core/stats.ts';
import { points } from '../../i18n/numberWords.ts';
import { type CertifiedRow, type CertifyReport, cleanRates } from '../../spec/certifyReport.ts';
import { certifyJson } from '../../spec/export/certifyJson.ts';
import { Swatch } from '../chart/Swatch.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { saveFile } from '../saveFile.ts';
import { certificateLooks } from './looks.ts';

interface CertifiedTableProps {
  readonly report: CertifyReport;
  readonly rows: readonly CertifiedRow[];
}

/** Table 1: every number of the certification. */
export function CertifiedTable({ report, rows }: CertifiedTableProps) {
  const { say, option } = useVoice();
  const save = () => saveFile('epsilon-certify.json', 'application/json', certifyJson(report));
  return (
    <Figure
      number={say('table.one')}
      title={say('certify.table.title')}
      about={say('certify.table.about')}
      foot={<CleanLine report={report} />}
      actions={<LinkButton onPress={save}>{say('certify.saveJson')}</LinkButton>}
    >
      <Scroll aria-label={say('certify.table.title')}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{say('certify.column.method')}</th>
              {(['budget', 'certified', 'empirical', 'gap', 'n'] as const).map((name) => (
                <th scope="col" className="n" key={name}>
                  {say(`certify.column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={`${row.method}|${row.epsilon}`} row={row} norm={option('norm', row.norm)} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Figure>
  );
}

function Row({ row: { method, epsilon, certified, empirical }, norm }: { readonly row: CertifiedRow; norm: string }) {
  const { card, interval } = useVoice();
  const share = (rate: Rate) => `${points(rate.value)} ${interval(rate)}`;
  return (
    <tr>
      <th scope="row">
        <span className="who">
          <Swatch identity={certificateLooks[method]} />
          {card(`certificates.${method}.title`, certificateCards[method].title)}
        </span>
      </th>
      <td className="n">
        {describeEpsilon(epsilon)} {norm}
      </td>
      <td className="n">{share(certified)}</td>
      <td className="n">{share(empirical)}</td>
      <td className="n">{points(empirical.value - certified.value)}</td>
      <td className="n">{certified.n}</td>
    </tr>
  );
}

function CleanLine({ report }: { readonly report: CertifyReport }) {
  const { say, percent, count } = useVoice();
  const { bare, vote } = cleanRates(report);
  const values = { bare: percent(bare.value), vote: percent(vote.right.value), abstained: count(vote.abstained.count) };
  return <>{say(vote.right.n > 0 ? 'certify.cleanVote' : 'certify.clean', values)}</>;
}
