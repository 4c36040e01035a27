import { areaY, dot, line, link, plot, ruleX, ruleY, text } from '@observablehq/plot';
import { type ChartLayout, chooseTicks, placeLabels, tickText } from './chartLayout.ts';
import type { Facet, Point, Series } from './facets.ts';
import type { Marker } from './identity.ts';

interface FacetInput {
  readonly facet: Facet;
  readonly layout: ChartLayout;
  readonly epsilons: readonly number[];
  readonly selected: number | undefined;
  readonly chance: number | undefined;
  readonly bandOpacity: number;
  /** The main reading, for those who cannot see it. */
  readonly title: string;
}

/** Draws one facet. Colours are `var(--…)`, so the theme can change without drawing again. */
export function drawFacet({
  facet,
  layout,
  epsilons,
  selected,
  chance,
  bandOpacity,
  title,
}: FacetInput): SVGSVGElement {
  const { width, height, left, right, top, bottom, fontSize, maxEpsilon } = layout;
  const drawn = facet.series.filter(({ points }) => points.length > 0);
  const svg = plot({
    width,
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: top,
    marginBottom: bottom,
    style: { fontSize: `${fontSize}px`, fontFamily: 'inherit', color: 'var(--chart-text)', background: 'none' },
    className: 'chart-facet',
    x: { domain: [0, maxEpsilon], axis: null },
    y: { domain: [0, 100], axis: null },
    marks: [
      ...axisMarks(layout, epsilons),
      ...(chance === undefined ? [] : [chanceMark(chance)]),
      ...(selected === undefined ? [] : [ruleX([selected], { stroke: 'var(--chart-selected)' })]),
      ...drawn.map((series) => bandMark(series, bandOpacity)),
      ...drawn.map(lineMark),
      ...drawn.flatMap(markerMark),
      ...(selected === undefined ? [] : ringMarks(drawn, selected, layout)),
      ...(layout.labelled ? labelMarks(drawn, layout) : []),
    ],
  }) as SVGSVGElement; // without a legend Plot gives the SVG itself
  for (const part of svg.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label'); // the title speaks for all
  svg.classList.add('chart');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', title);
  return svg;
}

function axisMarks(layout: ChartLayout, epsilons: readonly number[]) {
  const { fontSize } = layout;
  const shares = [0, 25, 50, 75, 100];
  const ticks = chooseTicks(epsilons, layout);
  const ink = { fill: 'var(--chart-text)', fontSize };
  const lineOf = (i: number) => (epsilon: number) => tickText(epsilons)(epsilon)[i] ?? '';
  return [
    ruleY(shares, { stroke: 'var(--chart-grid)' }),
    ruleY([0], { stroke: 'var(--chart-axis)' }),
    text(shares, { ...ink, x: () => 0, y: (d: number) => d, text: String, textAnchor: 'end', dx: -0.6 * fontSize }),
    ruleX(ticks, { stroke: 'var(--chart-axis)', y1: 0, y2: 0, insetBottom: -4 }),
    text(ticks, { ...ink, x: (d: number) => d, y: () => 0, text: lineOf(0), dy: 1.35 * fontSize }),
    text(ticks, {
      ...ink,
      x: (d: number) => d,
      y: () => 0,
      text: lineOf(1),
      dy: 2.55 * fontSize,
      fill: 'var(--ink-3)',
    }),
  ];
}

const chanceMark = (chance: number) =>
  ruleY([100 * chance], { stroke: 'var(--chart-chance)', strokeDasharray: '1 4', strokeLinecap: 'round' });

const x = ({ epsilon }: Point) => epsilon;
const y = ({ rate }: Point) => 100 * rate.value;

const bandMark = ({ points, identity }: Series, opacity: number) =>
  areaY(points, {
    x,
    y1: ({ rate }: Point) => 100 * rate.low,
    y2: ({ rate }: Point) => 100 * rate.high,
    fill: identity.color,
    fillOpacity: opacity,
  });

const lineMark = ({ points, identity: { color, width, dash, open } }: Series) =>
  line(points, {
    x,
    y,
    stroke: color,
    strokeWidth: width,
    strokeOpacity: open ? 0.85 : 1,
    strokeLinejoin: 'round',
    ...(dash && { strokeDasharray: dash }),
  });

const symbols: Record<Exclude<Marker, 'none'>, 'circle' | 'square' | 'triangle' | 'diamond'> = {
  circle: 'circle',
  square: 'square',
  triangle: 'triangle',
  diamond: 'diamond',
};

function markerMark({ points, identity: { color, marker, open } }: Series) {
  if (marker === 'none') return [];
  const look = open
    ? { fill: 'var(--surface)', stroke: color, strokeWidth: 1.5 }
    : { fill: color, stroke: 'var(--surface)', strokeWidth: 1 };
  return [dot(points, { x, y, symbol: symbols[marker], r: 3.6, ...look })];
}

/** Ring and value of the worst case at the selected budget. */
function ringMarks(drawn: readonly Series[], selected: number, { fontSize, maxEpsilon }: ChartLayout) {
  const worst = drawn.find(({ key }) => key === 'worst');
  const at = worst?.points.find(({ epsilon }) => epsilon === selected);
  if (!at) return [];
  const right = selected > 0.75 * maxEpsilon;
  const low = at.rate.value < 0.88;
  return [
    dot([at], { x, y, r: 5.5, fill: 'var(--surface)', stroke: 'var(--ink)', strokeWidth: 2.2 }),
    text([at], {
      x,
      y,
      text: ({ rate }: Point) => `${(100 * rate.value).toFixed(1)}%`,
      textAnchor: right ? 'end' : 'start',
      dx: (right ? -0.8 : 0.8) * fontSize,
      dy: (low ? -0.9 : 1.1) * fontSize,
      fontSize,
      fontWeight: 700,
      fill: 'var(--ink)',
      stroke: 'var(--surface)',
      strokeWidth: 4,
    }),
  ];
}

/** Names at the right end of the lines, with a leader where they had to move. */
function labelMarks(drawn: readonly Series[], layout: ChartLayout) {
  const { fontSize, height, bottom, top } = layout;
  const share = (pixel: number) => (100 * (height - bottom - pixel)) / (height - bottom - top);
  const gap = (ems: number) => (ems * fontSize * layout.maxEpsilon) / (layout.x(layout.maxEpsilon) - layout.x(0));
  return placeLabels(drawn, layout).flatMap(({ line: { short, identity, key }, end, from, to }) => {
    const far = end.epsilon < layout.maxEpsilon ? [] : [{ from: share(from), to: share(to) }];
    const weight = key === 'worst' ? 700 : 400;
    return [
      link(far, {
        x1: () => layout.maxEpsilon + gap(0.35),
        x2: () => layout.maxEpsilon + gap(0.85),
        y1: (d: { from: number }) => d.from,
        y2: (d: { to: number }) => d.to,
        stroke: identity.color,
        strokeWidth: 0.9,
        strokeOpacity: 0.7,
      }),
      text(far, {
        x: () => layout.maxEpsilon,
        y: (d: { to: number }) => d.to,
        text: () => short,
        textAnchor: 'start',
        dx: fontSize,
        fontSize,
        fontWeight: weight,
        fill: key === 'worst' ? 'var(--ink)' : 'var(--chart-text)',
      }),
    ];
  });
}
