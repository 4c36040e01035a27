import { useRef, useState } from 'react';
import { describeEpsilon } from '../../core/epsilon.ts';
import type { DetectionRow } from '../../spec/detection.ts';
import { specOf } from '../../store/derived.ts';
import { tickText } from '../chart/chartLayout.ts';
import { attackIdentity } from '../chart/identity.ts';
import { LineChart } from '../chart/LineChart.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { LineKey } from '../thresholds/LineKey.tsx';
import { percentTicks } from '../thresholds/percentTicks.ts';
import { cell as number, useFigureFiles } from '../thresholds/useFigureFiles.tsx';
import { attackIn, detectorName, type Shown } from './seen.ts';

const measures = ['detected', 'joint'] as const;

/** What the threshold of the run catches as the budget grows. */
export function DetectedFigure({ shown }: { readonly shown: Shown }) {
  const voice = useVoice();
  const { say } = voice;
  const plot = useRef<SVGSVGElement>(null);
  const [measure, setMeasure] = useState<(typeof measures)[number]>('detected');
  const { report, detection, epsilon } = shown;
  const lines = linesOf(detection.rows).map((rows) => {
    const { cell } = rows[0]!;
    const points = rows
      .filter((row) => row[measure].n > 0)
      .map((row) => {
        const { value, low, high, n } = row[measure];
        return { x: row.cell.epsilon!, y: value, low, high, n };
      });
    const name = attackIn(voice, report, cell);
    return {
      key: name,
      name,
      identity: attackIdentity(cell.attack, cell),
      points,
      ring: points.find(({ x }) => x === epsilon),
    };
  });
  const title = say('dt.budgetTitle', { detector: detectorName(voice, detection) });
  const rows = () => [
    [
      say('table.attack'),
      say('data.epsilon'),
      say(`dt.${measure}Percent`),
      say('dt.low'),
      say('dt.high'),
      say('data.n'),
    ],
    ...lines.flatMap(({ name, points }) =>
      points.map(({ x, y, low, high, n }) => [name, describeEpsilon(x), number(y), number(low), number(high), n]),
    ),
  ];
  const files = useFigureFiles({ stem: `detection-${measure}`, title, report, rows, plot });
  const budgets = [...new Set([0, ...specOf(report).epsilons])];
  if (lines.every(({ points }) => points.length === 0) || budgets.length < 3) return null;
  const text = tickText(specOf(report).epsilons);
  return (
    <Figure
      title={title}
      about={say(`dt.${measure}About`)}
      choice={
        <Segmented
          label={say('dt.measure')}
          value={measure}
          options={measures.map((value) => ({ value, text: say(`dt.${value}`) }))}
          onChange={setMeasure}
        />
      }
      actions={files.actions}
    >
      <LineKey entries={lines} />
      <LineChart
        ref={plot}
        title={title}
        xName={say('data.epsilon')}
        x={budgets.map((at) => ({ at, text: text(at)[0]! }))}
        y={percentTicks}
        lines={lines}
        marked
      />
      {files.dialog}
    </Figure>
  );
}

/** Budgets of one attack in one mode, ascending. */
function linesOf(rows: readonly DetectionRow[]): DetectionRow[][] {
  const lines = new Map<string, DetectionRow[]>();
  for (const row of rows) {
    if (row.cell.epsilon === null) continue;
    const key = `${row.cell.attack}|${row.cell.adaptive}`;
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  return [...lines.values()];
}
