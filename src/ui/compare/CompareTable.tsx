import { useState } from 'react';
import type { Rate } from '../../core/stats.ts';
import { points } from '../../i18n/numberWords.ts';
import type { Voice } from '../../i18n/voice.ts';
import { type ComparedRow, comparedRows, contenderKey } from '../../spec/compare.ts';
import { csvText } from '../../spec/export/csvText.ts';
import { parseSpec } from '../../spec/spec.ts';
import type { CompareState } from '../../store/compareActions.ts';
import { useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { saveFile } from '../saveFile.ts';
import { contenderName, contenderNotes } from './contenderWords.ts';

type Shown = Exclude<CompareState, { kind: 'idle' }>;

interface Column {
  readonly id: string;
  readonly title: string;
  readonly rate?: (row: ComparedRow) => Rate | undefined;
  readonly times?: (row: ComparedRow) => number | undefined;
}

/** Every defense with what it buys and what it costs, in the order of any column. */
export function CompareTable({ state }: { readonly state: Shown }) {
  const voice = useVoice();
  const { say, count } = voice;
  const [order, setOrder] = useState<{ readonly id: string; readonly down: boolean } | undefined>();
  const rows = comparedRows(state.measured, state.epsilon);
  if (rows.length === 0) return null;
  const columns = columnsOf(voice, state);
  const sorted = order ? inOrder(rows, columns.find(({ id }) => id === order.id)!, order.down) : rows;
  const save = () => saveFile('epsilon-compare.csv', 'text/csv;charset=utf-8', csvText(table(voice, columns, sorted)));
  return (
    <>
      <Scroll aria-label={say('compare.title', { epsilon: state.epsilon })}>
        <table className="data compare">
          <thead>
            <tr>
              <th scope="col">{say('compare.column.defense')}</th>
              {columns.map((column) => (
                <Head key={column.id} column={column} order={order} onSort={setOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <Row key={contenderKey(row.contender)} row={row} columns={columns} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="small muted">
        {say('compare.foot', { n: count(rows[0]!.clean.n) })} <LinkButton onPress={save}>{say('curve.csv')}</LinkButton>
      </p>
      <Notes rows={rows} />
    </>
  );
}

function columnsOf({ say, attackOf }: Voice, { base, measured, epsilon }: Shown): readonly Column[] {
  const spec = parseSpec(base);
  const attacks = comparedRows(measured, epsilon)[0]!.attacks;
  const rate = (id: 'clean' | 'robust' | 'certified' | 'detected'): Column => ({
    id,
    title: say(`compare.column.${id}`),
    rate: (row) => row[id],
  });
  const times = (id: 'cost' | 'training'): Column => ({
    id,
    title: say(`compare.column.${id}`),
    times: (row) => row[id],
  });
  const own = attacks.map(({ attack }) => ({
    id: `attack-${attack}`,
    title: attackOf(spec, attack),
    rate: (row: ComparedRow) => row.attacks.find((found) => found.attack === attack)?.rate,
  }));
  return [rate('clean'), ...own, rate('robust'), rate('certified'), rate('detected'), times('cost'), times('training')];
}

const amountIn = (row: ComparedRow, { rate, times }: Column) => rate?.(row)?.value ?? times?.(row) ?? Number.NaN;

/** What has no number comes last either way. */
function inOrder(rows: readonly ComparedRow[], column: Column, down: boolean): ComparedRow[] {
  const worth = (row: ComparedRow) => {
    const value = amountIn(row, column);
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : down ? value : -value;
  };
  return [...rows].sort((a, b) => worth(b) - worth(a) || 0);
}

interface HeadProps {
  readonly column: Column;
  readonly order: { readonly id: string; readonly down: boolean } | undefined;
  readonly onSort: (order: { readonly id: string; readonly down: boolean }) => void;
}

function Head({ column: { id, title }, order, onSort }: HeadProps) {
  const { say } = useVoice();
  const down = order?.id === id ? order.down : undefined;
  return (
    <th scope="col" className="n" aria-sort={down === undefined ? 'none' : down ? 'descending' : 'ascending'}>
      <button type="button" className="linkbtn" onClick={() => onSort({ id, down: !down })}>
        <span className="sr">{say('compare.sort', { column: title })}</span>
        <span aria-hidden="true">
          {title}
          {down === undefined ? '' : down ? ' ↓' : ' ↑'}
        </span>
      </button>
    </th>
  );
}

function Row({ row, columns }: { readonly row: ComparedRow; readonly columns: readonly Column[] }) {
  const voice = useVoice();
  const { say, interval } = voice;
  return (
    <tr>
      <th scope="row">{contenderName(voice, row.contender)}</th>
      {columns.map(({ id, rate, times }) => {
        const share = rate?.(row);
        const factor = times?.(row);
        return (
          <td className="n" key={id}>
            {share && share.n > 0 ? (
              <>
                {points(share.value)}
                <span className="ci">{interval(share)}</span>
              </>
            ) : factor !== undefined ? (
              say('compare.times', { value: factor.toFixed(1) })
            ) : (
              say('compare.none')
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** What each buys and does not buy. */
function Notes({ rows }: { readonly rows: readonly ComparedRow[] }) {
  const voice = useVoice();
  const { say } = voice;
  return (
    <details className="compare-notes small">
      <summary>{say('compare.column.buys')}</summary>
      <dl>
        {rows.map(({ contender }) => {
          const { strengths, weaknesses } = contenderNotes(voice, contender);
          return (
            <div key={contenderKey(contender)}>
              <dt>
                <b>{contenderName(voice, contender)}</b>
              </dt>
              <dd>
                <span className="muted">{say('compare.strengths')}</span> {strengths}
              </dd>
              <dd>
                <span className="muted">{say('compare.weaknesses')}</span> {weaknesses}
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}

function table(voice: Voice, columns: readonly Column[], rows: readonly ComparedRow[]): (string | number)[][] {
  const short = (value: number) => (Number.isNaN(value) ? '' : Number(value.toPrecision(4)));
  return [
    [voice.say('compare.column.defense'), ...columns.map(({ title }) => title)],
    ...rows.map((row) => [
      contenderName(voice, row.contender),
      ...columns.map((column) => short(amountIn(row, column))),
    ]),
  ];
}
