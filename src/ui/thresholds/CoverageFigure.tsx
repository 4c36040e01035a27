import { useRef, useState } from 'react';
import type { AttackGroup, Group } from '../../spec/thresholds/board.ts';
import { grid } from '../../spec/thresholds/costs.ts';
import { type CoveragePoint, coverageCurve, type Ranked, riskCurve } from '../../spec/thresholds/ranked.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import { attackIdentity, type Identity } from '../chart/identity.ts';
import { type ChartLine, type ChartPoint, LineChart } from '../chart/LineChart.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { attackName } from './groupNames.ts';
import { LineKey } from './LineKey.tsx';
import { percentTicks } from './percentTicks.ts';
import { thresholdText } from './thresholdText.ts';
import { cell, useFigureFiles } from './useFigureFiles.tsx';

const measures = ['accuracy', 'risk'] as const;
type Measure = (typeof measures)[number];

interface Series {
  readonly name: string;
  readonly identity: Identity;
  readonly points: readonly CoveragePoint[];
  readonly area: number;
}

/** Figure 2: how right the accepted answers are, against how many they are. */
export function CoverageFigure({ view }: { readonly view: ThresholdView }) {
  const voice = useVoice();
  const { say, percent } = voice;
  const [measure, setMeasure] = useState<Measure>('accuracy');
  const plot = useRef<SVGSVGElement>(null);
  const { report, board, policy, attacks } = view;
  const series: readonly Series[] = [
    { name: say('th.clean'), identity: cleanLook, ...curvesOf(board.clean) },
    ...attacks.map((group: AttackGroup) => ({
      name: attackName(voice, report, group),
      identity: attackIdentity(group.cell.attack, group.cell),
      ...curvesOf(group),
    })),
  ];
  const title = say(`th.${measure}Title`);
  const rows = () => [
    [say('th.group'), say('th.threshold'), say('th.coverage'), say('th.accuracy'), say('th.images')],
    ...series.flatMap(({ name, points }) =>
      points.map((p) => [
        name,
        thresholdText(p.threshold),
        cell(p.coverage.value),
        cell(p.accuracy.value),
        p.accuracy.n,
      ]),
    ),
  ];
  const files = useFigureFiles({ stem: 'coverage', title, report, rows, plot });
  return (
    <Figure
      number={say('fig.two')}
      title={title}
      about={say(`th.${measure}About`)}
      choice={
        <Segmented
          label={say('th.measure')}
          value={measure}
          options={measures.map((value) => ({ value, text: say(`th.measure.${value}`) }))}
          onChange={setMeasure}
        />
      }
      foot={say('th.bandsFoot')}
      actions={files.actions}
    >
      <LineKey
        entries={series.map(({ name, identity, area }) => ({
          name: measure === 'risk' ? say('th.area', { name, area: percent(area) }) : name,
          identity,
        }))}
      />
      <LineChart
        ref={plot}
        title={title}
        xName={say('th.coverageAxis')}
        x={percentTicks}
        y={percentTicks}
        lines={series.map((one) => lineOf(one, measure, policy.accept))}
      />
      {files.dialog}
    </Figure>
  );
}

const cleanLook: Identity = { color: 'var(--ink)', marker: 'circle', dash: undefined, width: 2.2, open: false };

function lineOf({ name, identity, points }: Series, measure: Measure, accept: number): ChartLine {
  const places = placesOf(points, measure);
  const now = points.findIndex(({ threshold }) => threshold >= accept - 1e-9);
  return { key: name, identity, points: places, ring: places[now] };
}

const placed = new WeakMap<readonly CoveragePoint[], Record<Measure, readonly ChartPoint[]>>();

/** The same points every time, so that a moved threshold draws no line again. */
function placesOf(points: readonly CoveragePoint[], measure: Measure): readonly ChartPoint[] {
  const found = placed.get(points) ?? {
    accuracy: points.map(({ coverage: { value: x }, accuracy: { value: y, low, high } }) => ({ x, y, low, high })),
    risk: points.map(({ coverage: { value: x }, accuracy: { value, low, high } }) => ({
      x,
      y: 1 - value,
      low: 1 - high,
      high: 1 - low,
    })),
  };
  placed.set(points, found);
  return found[measure];
}

interface Curves {
  readonly points: readonly CoveragePoint[];
  readonly area: number;
}

const known = new WeakMap<Ranked, Curves>();

/** Worked out once: a moved threshold only moves the ring. */
function curvesOf({ eligible }: Group): Curves {
  const found = known.get(eligible) ?? { points: coverageCurve(eligible, fineGrid), area: riskCurve(eligible).area };
  known.set(eligible, found);
  return found;
}

const nearCertain = [0.995, 0.999, 0.9999]; // where a sure model has most of its answers
const fineGrid = [...grid, ...nearCertain].sort((a, b) => a - b);
