import { type RefObject, useMemo, useRef, useState } from 'react';
import { memberOf } from '../../extraction/countermeasures.catalog.ts';
import type { Curve } from '../../spec/extractSummary.ts';
import { type ExtractView, settingName } from '../../store/extractView.ts';
import { type ChartLine, type ChartPoint, LineChart } from '../chart/LineChart.tsx';
import { Swatch } from '../chart/Swatch.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { percentTicks } from '../thresholds/percentTicks.ts';
import { cell, useDrawnFiles } from '../thresholds/useFigureFiles.tsx';
import { lookOf } from './extractLooks.ts';
import { moneyText, settingText } from './extractNames.ts';
import { extractProvenance } from './extractProvenance.ts';

const mostShown = 6; // lines that can be told apart; the others wait in the key

/** Figure 1: fidelity and accuracy of the copy against queries, live, with the first alarm of each theft. */
export function CurvesFigure({ view }: { readonly view: ExtractView }) {
  const voice = useVoice();
  const { say, count } = voice;
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const plot = useRef<SVGSVGElement>(null);
  const all = view.curves.map((curve, i) => {
    const name = settingName(curve);
    return { curve, name, text: settingText(voice, curve), on: i < mostShown !== toggled.has(name) };
  });
  const shown = all.filter(({ on }) => on).map(({ curve }) => curve);
  const toggle = (name: string) => {
    const next = new Set(toggled);
    if (!next.delete(name)) next.add(name);
    setToggled(next);
  };
  const title = say('ex.curves');
  const about = extractProvenance(view, voice);
  const rows = () => tableOf(voice, view.curves);
  const files = useDrawnFiles({ stem: 'extraction', title, about, rows, plot });
  return (
    <Figure
      number={say('fig.one')}
      title={title}
      about={say('ex.curvesAbout', { n: count(view.spec.victim.count) })}
      foot={about}
      actions={files.actions}
    >
      <ul className="key" aria-label={say('ex.toggle')}>
        {all.map(({ curve, name, text, on }) => (
          <li key={name}>
            <button type="button" aria-pressed={on} onClick={() => toggle(name)}>
              <Swatch identity={lookOf(curve, view.outcomes)} />
              {text}
            </button>
          </li>
        ))}
      </ul>
      <div className="ex-facets">
        {(['fidelity', 'accuracy'] as const).map((measure) => (
          <section key={measure} className="facet">
            <h3>{say(`ex.facet.${measure}`)}</h3>
            <Facet view={view} shown={shown} measure={measure} plot={measure === 'fidelity' ? plot : undefined} />
          </section>
        ))}
      </div>
      {files.dialog}
    </Figure>
  );
}

interface FacetProps {
  readonly view: ExtractView;
  readonly shown: readonly Curve[];
  readonly measure: 'fidelity' | 'accuracy';
  readonly plot: RefObject<SVGSVGElement | null> | undefined;
}

function Facet({ view, shown, measure, plot }: FacetProps) {
  const voice = useVoice();
  const { say, percent } = voice;
  const spare = useRef<SVGSVGElement>(null);
  const ticks = useMemo(() => queryTicks(view, voice), [view, voice]);
  const lines = shown.map((curve) => lineOf(view, curve, measure));
  const ends = shown.map((curve) => {
    const value = curve.steps.at(-1)?.[measure].value ?? Number.NaN;
    return `${settingText(voice, curve)} ${percent(value)}`;
  });
  return (
    <LineChart
      ref={plot ?? spare}
      title={[say(`ex.facet.${measure}`), ...ends].join('. ')}
      xName={say(hasOnePrice(view) ? 'ex.axis' : 'ex.axisPlain')}
      x={ticks}
      y={percentTicks}
      lines={lines}
      marked
    />
  );
}

const known = new WeakMap<Curve, Record<'fidelity' | 'accuracy', readonly ChartPoint[]>>();

/** The same points every time, so that nothing is drawn again that did not change. */
function placesOf(curve: Curve, measure: 'fidelity' | 'accuracy'): readonly ChartPoint[] {
  const places = (of: typeof measure) =>
    curve.steps.map((step) => ({
      x: Math.log10(step.queries),
      y: step[of].value,
      low: step[of].low,
      high: step[of].high,
    }));
  const found = known.get(curve) ?? { fidelity: places('fidelity'), accuracy: places('accuracy') };
  known.set(curve, found);
  return found[measure];
}

function lineOf(view: ExtractView, curve: Curve, measure: 'fidelity' | 'accuracy'): ChartLine {
  const points = placesOf(curve, measure);
  const name = settingName(curve);
  const alarm = view.outcomes.find((outcome) => settingName(outcome) === name)?.medianAlarm;
  const flag = alarm ? pointAt(points, Math.log10(alarm)) : undefined;
  return { key: name, identity: lookOf(curve, view.outcomes), points, flag };
}

/** On the straight line between the points that were measured; nowhere before the first. */
function pointAt(points: readonly ChartPoint[], x: number): ChartPoint | undefined {
  const next = points.findIndex((point) => point.x >= x);
  const [before, after] = [points[next - 1], points[next]];
  if (!after) return { x, y: points.at(-1)!.y }; // a curve has a point
  if (!before) return after.x === x ? after : undefined;
  return { x, y: before.y + ((x - before.x) / (after.x - before.x)) * (after.y - before.y) };
}

/** Every service asks the usual price, so that an axis of queries is one of money too. */
const hasOnePrice = ({ spec }: ExtractView) => spec.chains.every((chain) => !memberOf(chain, 'higher-price'));

/** Powers of ten from the first point to the budget, and the ends. */
function queryTicks(view: ExtractView, voice: ReturnType<typeof useVoice>) {
  const { points, settings } = view.spec;
  const [first, last] = [points[0]!, points.at(-1)!]; // the budget at least
  const tens = Array.from({ length: 6 }, (_, i) => 10 ** i).filter(
    (queries) => queries > 1.5 * first && 1.5 * queries < last,
  );
  return [...new Set([first, ...tens, last])].map((queries) => ({
    at: Math.log10(queries),
    text: voice.count(queries),
    ...(hasOnePrice(view) && { more: moneyText(voice, (queries * settings.price) / 1000) }),
  }));
}

function tableOf(voice: ReturnType<typeof useVoice>, curves: readonly Curve[]) {
  const { say } = voice;
  const names = ['thief', 'queries', 'fidelity', 'low', 'high', 'accuracy', 'low', 'high', 'money'] as const;
  return [
    names.map((name) => say(`ex.column.${name}`)),
    ...curves.flatMap((curve) =>
      curve.steps.map(({ queries, fidelity, accuracy, money }) => [
        settingText(voice, curve),
        queries,
        ...[fidelity, accuracy].flatMap(({ value, low, high }) => [cell(value), cell(low), cell(high)]),
        money.toFixed(2),
      ]),
    ),
  ];
}
