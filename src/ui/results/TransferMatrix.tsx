import type { CSSProperties } from 'react';
import { betrayals, type TransferCell, type TransferReport, transferMatrix } from '../../spec/transferReport.ts';
import { parseTransfer } from '../../spec/transferSpec.ts';
import { useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';
import { Scroll } from '../parts/Scroll.tsx';

/** The table, and below it the models whose own gradient misleads. */
export function TransferMatrix({ report }: { readonly report: TransferReport }) {
  const { say, model, percent } = useVoice();
  return (
    <div className="stack">
      <HeatMap report={report} />
      {betrayals(report).map(({ source, target, success, own }) => (
        <Note key={`${source}>${target}`} tone="caution">
          {say('transfer.misleads', {
            source: model(source),
            target: model(target),
            share: percent(success.value),
            own: percent(own.value),
          })}
        </Note>
      ))}
    </div>
  );
}

/** Success rates as a table whose squares are darker the more images were fooled; the diagonal is the white-box attack. */
function HeatMap({ report }: { readonly report: TransferReport }) {
  const { say, model } = useVoice();
  const { models } = parseTransfer(report.spec);
  const matrix = transferMatrix(report);
  return (
    <Scroll aria-label={say('transfer.title')}>
      <table className="heat">
        <caption>{say('transfer.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('transfer.source')}</th>
            {models.map((target) => (
              <th scope="col" key={target}>
                {model(target)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map((source) => (
            <tr key={source}>
              <th scope="row">{model(source)}</th>
              {matrix
                .filter((cell) => cell.source === source)
                .map((cell) => (
                  <Square key={cell.target} cell={cell} />
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Square({ cell: { source, target, success } }: { readonly cell: TransferCell }) {
  const { say, percent, intervalAndN } = useVoice();
  if (success.n === 0) return <td className="muted">{say('rate.none')}</td>;
  const heat = { '--heat': success.value } as CSSProperties; // React types know no custom properties
  return (
    <td style={heat}>
      <span className="v num">{percent(success.value)}</span>
      <span className="ci num">{intervalAndN(success)}</span>
      {source === target && <span className="tiny">{say('transfer.own')}</span>}
    </td>
  );
}
