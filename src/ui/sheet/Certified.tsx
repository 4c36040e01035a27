import { describeEpsilon } from '../../core/epsilon.ts';
import { rateOf } from '../../i18n/cardWords.ts';
import {
  methodTitle,
  type ProofTable,
  proofAbout,
  proofCheck,
  proofTables,
  provedOf,
  withstoodOf,
} from '../../i18n/proofWords.ts';
import type { CardMeasure } from '../../spec/robustness/cardSchema.ts';
import type { SheetProps } from './Sheet.tsx';
import { SheetMark } from './SheetMark.tsx';

/** What is proved, beside what an attack left standing. Nothing where no certification was read. */
export function Certified(props: SheetProps) {
  const { card, voice } = props;
  const tables = proofTables(card);
  if (tables.length === 0) return null;
  return (
    <section className="certified">
      <h2>{voice.say('rc.certified')}</h2>
      <div className={tables.length > 1 ? 'halves even' : 'column'}>
        {tables.map((table) => (
          <Proofs key={`${table.source} ${table.norm}`} table={table} {...props} />
        ))}
      </div>
    </section>
  );
}

function Proofs({ table, card, voice, words }: SheetProps & { readonly table: ProofTable }) {
  const { say, count, option } = voice;
  const { source, norm, attack, methods, rows } = table;
  const own = card.certified.filter((proof) => proof.source === source && proof.row.norm === norm);
  const check = proofCheck(own, voice);
  return (
    <div>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(norm === 'l2' ? 'rc.radius' : 'rc.budget', { norm: option('norm', norm) })}</th>
            {methods.map((method) => (
              <th scope="col" key={method}>
                {say('rc.provedBy', { method: methodTitle(method, voice) })}
              </th>
            ))}
            <th scope="col">
              {say(norm === 'l2' ? 'rc.voteWithstands' : 'rc.modelWithstands', {
                attack: words.attack(source, attack),
              })}
            </th>
            <th scope="col">{say('rc.n')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ epsilon, proofs }) => {
            const of = (method: string) => proofs.find(({ row }) => row.method === method);
            return (
              <tr key={epsilon}>
                <th scope="row">{describeEpsilon(epsilon)}</th>
                {methods.map((method) => {
                  const proof = of(method);
                  return <td key={method}>{proof && <Share measure={provedOf(proof)} voice={voice} strong />}</td>;
                })}
                <td>
                  <Share measure={withstoodOf(proofs[0]!)} voice={voice} />
                </td>
                <td className="num">{count(proofs[0]!.row.n)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="tiny">
        {proofAbout(table, voice)} <SheetMark tone={check.held ? 'ok' : 'danger'}>{check.text}</SheetMark>
      </p>
    </div>
  );
}

interface ShareProps extends Pick<SheetProps, 'voice'> {
  readonly measure: CardMeasure;
  readonly strong?: boolean;
}

function Share({ measure, voice: { percent, interval }, strong = false }: ShareProps) {
  const rate = rateOf(measure);
  const value = percent(rate.value);
  return (
    <span className="num">
      {strong ? <b>{value}</b> : value} <span className="ci">{interval(rate)}</span>
    </span>
  );
}
