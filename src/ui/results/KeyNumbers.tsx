import { chainName } from '../../defenses/catalog.ts';
import type { Report } from '../../spec/report.ts';
import type { ResultRow } from '../../spec/summary.ts';
import { ballPairsOf } from '../../store/choices.ts';
import { cleanRatesOf, rowsOf, specOf } from '../../store/derived.ts';
import { useVoice } from '../lab.tsx';
import { KeyNumber, KeyNumberRow } from '../parts/KeyNumber.tsx';
import { TrustMark } from './TrustMark.tsx';
import { verdictOf } from './trustOfRow.ts';

interface KeyNumbersProps {
  readonly report: Report;
  readonly epsilon: number;
}

/** The worst case of every defense at one budget. */
export function KeyNumbers({ report, epsilon }: KeyNumbersProps) {
  const { say } = useVoice();
  const rows = rowsOf(report).filter((row) => row.attack === 'worst' && row.epsilon === epsilon);
  const shown = specOf(report).defenses.flatMap((chain) => {
    const row = rows.find(({ defense, robust }) => defense === chainName(chain) && robust.n > 0);
    return row ? [row] : [];
  });
  if (shown.length === 0) return null;
  return (
    <KeyNumberRow label={say('nums.label')} columns={specOf(report).defenses.length}>
      {shown.map((row) => (
        <Measure key={row.defense} report={report} row={row} />
      ))}
    </KeyNumberRow>
  );
}

/** Value, interval, n and trust always travel together. */
function Measure({ report, row }: { readonly report: Report; readonly row: ResultRow }) {
  const { say, intervalAndN, defense, attackOf, percent } = useVoice();
  const attacks = ballPairsOf(report).filter((pair) => pair.defense === row.defense);
  const [only] = attacks;
  const names = { defense: defense(row.defense), count: attacks.length };
  const what =
    attacks.length === 1 && only
      ? say('nums.one', { ...names, attack: attackOf(specOf(report), only.attack) })
      : say('nums.many', names);
  const clean = cleanRatesOf(report)[row.defense];
  return (
    <KeyNumber what={what} rate={row.robust}>
      <p className="ci">
        <span className="num">{intervalAndN(row.robust, { soFar: isSoFar(report, row) })}</span>
        {clean && clean.n > 0 && <br />}
        {clean && clean.n > 0 && say('nums.clean', { clean: percent(clean.value) })}
      </p>
      <TrustMark {...verdictOf(report, row)} />
    </KeyNumber>
  );
}

const isSoFar = (report: Report, { robust }: ResultRow) =>
  report.finished === undefined && robust.n < specOf(report).count;
