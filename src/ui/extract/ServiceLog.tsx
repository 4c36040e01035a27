import { useMemo, useState } from 'react';
import type { ExtractReport } from '../../spec/extractReport.ts';
import type { Outcome } from '../../spec/extractSummary.ts';
import { type LogFilter, type LogLine, logFilters, readLog } from '../../store/extractLog.ts';
import { recordOf } from '../../store/extractView.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { saveFile } from '../saveFile.ts';
import { measureName, settingText } from './extractNames.ts';

const perPage = 20;

interface ServiceLogProps {
  readonly report: ExtractReport;
  readonly outcome: Outcome;
}

/** What the service wrote down, to be looked through and saved. */
export function ServiceLog({ report, outcome }: ServiceLogProps) {
  const voice = useVoice();
  const { say, count } = voice;
  const record = recordOf(report, outcome);
  const log = record?.log;
  const [filter, setFilter] = useState<LogFilter>('All');
  const [page, setPage] = useState(0);
  const lines = useMemo(() => readLog(log ?? ''), [log]);
  const kept = useMemo(() => lines.filter(logFilters[filter]), [lines, filter]);
  if (!record?.end) return null;
  const last = Math.max(0, Math.ceil(kept.length / perPage) - 1);
  const at = Math.min(page, last);
  const name = `epsilon-log-${outcome.countermeasures.replaceAll('+', '-')}-${outcome.thief}-${outcome.labels}.jsonl`;
  const title = say('ex.log');
  return (
    <Figure
      title={title}
      about={say('ex.logAbout', { shown: count(kept.length), total: count(lines.length) })}
      choice={
        <Segmented
          label={say('ex.logFilter')}
          value={filter}
          options={(Object.keys(logFilters) as LogFilter[]).map((value) => ({ value, text: say(`ex.log${value}`) }))}
          onChange={setFilter}
        />
      }
      foot={settingText(voice, outcome)}
      actions={
        log !== undefined && (
          <LinkButton onPress={() => saveFile(name, 'application/x-ndjson', log)}>{say('ex.logSave')}</LinkButton>
        )
      }
    >
      {log === undefined && <p className="small muted">{say('ex.logGone')}</p>}
      {log !== undefined && kept.length === 0 && <p className="small muted">{say('ex.logNone')}</p>}
      {kept.length > 0 && (
        <>
          <LogTable title={title} lines={kept.slice(at * perPage, (at + 1) * perPage)} />
          <div className="btns">
            <LinkButton isDisabled={at === 0} onPress={() => setPage(at - 1)}>
              {say('ex.logBack')}
            </LinkButton>
            <span className="small muted num">
              {say('ex.logPage', {
                from: count(at * perPage + 1),
                to: count(Math.min(kept.length, (at + 1) * perPage)),
              })}
            </span>
            <LinkButton isDisabled={at === last} onPress={() => setPage(at + 1)}>
              {say('ex.logOn')}
            </LinkButton>
          </div>
        </>
      )}
    </Figure>
  );
}

function LogTable({ title, lines }: { readonly title: string; readonly lines: readonly LogLine[] }) {
  const { say } = useVoice();
  return (
    <Scroll aria-label={title}>
      <table className="data">
        <thead>
          <tr>
            {(['Time', 'Client', 'Query', 'Answer', 'Alarm'] as const).map((column) => (
              <th key={column} scope="col">
                {say(`ex.log${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.number} line={line} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Line({ line: { time, client, query, answer, denied, alarms } }: { readonly line: LogLine }) {
  const voice = useVoice();
  const { say, percent } = voice;
  const best = answer ? answer.indexOf(Math.max(...answer)) : 0;
  return (
    <tr>
      <th scope="row" className="num">
        {say('ex.logSeconds', { value: time })}
      </th>
      <td className="num">{client}</td>
      <td className="mono">{query}</td>
      <td className="num">
        {answer
          ? say('ex.logTop', { class: best, share: percent(answer[best]!) })
          : say('ex.logDeniedBy', { reason: say(`ex.denied.${denied ?? 'closed'}`) })}
      </td>
      <td>{alarms.map((id) => measureName(voice, id)).join(', ')}</td>
    </tr>
  );
}
