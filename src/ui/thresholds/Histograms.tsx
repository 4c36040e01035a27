import { memo, type Ref } from 'react';
import { lowerBound, type Ranked } from '../../spec/thresholds/ranked.ts';
import type { ScoreName } from '../../spec/thresholds/scoreNames.ts';
import { chartFontSize, textWidth } from '../chart/chartLayout.ts';
import { useRoom } from '../chart/useRoom.ts';
import { useLab, useVoice } from '../lab.tsx';
import type { ShownGroup } from './ConfidenceFigure.tsx';
import { type Box, LineHandle, placeAt } from './LineHandle.tsx';

interface HistogramsProps {
  readonly ref: Ref<SVGSVGElement>;
  readonly groups: readonly ShownGroup[];
  readonly rule: ScoreName;
}

const binCount = 50;

/** One row per group, each scaled to its own maximum, behind two lines that can be dragged. */
export function Histograms({ ref, groups, rule }: HistogramsProps) {
  const { say } = useVoice();
  const { holder, width, rem } = useRoom<HTMLDivElement>();
  const fontSize = chartFontSize(rem);
  const box = boxOf(groups, width, fontSize);
  const bottom = box.top + groups.length * box.rowHeight;
  return (
    <div ref={holder}>
      {width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a drawing whose lines are sliders
        <svg
          ref={ref}
          className="chart histograms"
          width={width}
          height={bottom + 4.2 * fontSize}
          fontSize={fontSize}
          fill="var(--chart-text)"
          role="group"
          aria-label={say('th.confidenceTitle')}
        >
          <BandAreas box={box} bottom={bottom} />
          {groups.map((group, i) => (
            <Row key={group.key} shown={group} box={box} top={box.top + i * box.rowHeight} ranked={group.group.all} />
          ))}
          <Scale box={box} bottom={bottom} name={say(`th.axis.${rule}`)} />
          <LineHandle line="reject" box={box} bottom={bottom} />
          <LineHandle line="accept" box={box} bottom={bottom} />
        </svg>
      )}
    </div>
  );
}

function boxOf(groups: readonly ShownGroup[], width: number, fontSize: number): Box {
  const names = Math.max(...groups.map(({ name }) => textWidth(name, fontSize))) + 1.4 * fontSize;
  const narrow = width < 2.6 * names;
  return {
    left: narrow ? 0.6 * fontSize : names,
    right: width - 0.9 * fontSize,
    top: 2.6 * fontSize,
    rowHeight: (narrow ? 5.2 : 4.2) * fontSize,
    fontSize,
    narrow,
  };
}

/** Bands by colour, pattern and word. */
function BandAreas({ box, bottom }: { readonly box: Box; readonly bottom: number }) {
  const { say } = useVoice();
  const { accept, reject } = useLab((state) => state.policy);
  const ends = { reject: [0, reject], review: [reject, accept], accept: [accept, 1] } as const;
  return (
    <>
      <defs>
        <pattern id="band-reject" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V6" stroke="var(--band-reject)" strokeOpacity=".28" strokeWidth="1.1" />
        </pattern>
        <pattern id="band-review" width="7" height="7" patternUnits="userSpaceOnUse">
          <circle cx="2" cy="2" r="0.9" fill="var(--band-review)" fillOpacity=".4" />
        </pattern>
      </defs>
      {(['reject', 'review', 'accept'] as const).map((band) => {
        const [from, to] = ends[band].map((score) => placeAt(box, score)) as [number, number];
        const name = say(`th.band.${band}`);
        const room = to - from > textWidth(name, box.fontSize) + 8;
        const area = { x: from, y: box.top, width: Math.max(0, to - from), height: bottom - box.top };
        return (
          <g key={band}>
            <rect {...area} fill={`var(--band-${band}-bg)`} />
            {band !== 'accept' && <rect {...area} fill={`url(#band-${band})`} />}
            <rect {...area} y={box.top - 4} height={4} fill={`var(--band-${band})`} />
            {room && (
              <text x={(from + to) / 2} y={box.top - 0.9 * box.fontSize} textAnchor="middle" fontWeight="700">
                {name}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

interface RowProps {
  readonly shown: ShownGroup;
  readonly box: Box;
  readonly top: number;
  readonly ranked: Ranked;
}

/** Bars do not move with the lines, so a row is drawn again only when its images change. */
const Row = memo(
  ({ shown, box, top, ranked }: RowProps) => {
    const { say } = useVoice();
    const counts = histogram(ranked);
    const most = Math.max(...counts);
    const base = top + box.rowHeight - 2;
    const room = box.rowHeight - (box.narrow ? 2.6 : 0.8) * box.fontSize;
    const step = (box.right - box.left) / binCount;
    const bars = counts.map((count, i) => {
      const height = (room * count) / most;
      return count === 0
        ? ''
        : `M${(box.left + i * step + 0.5).toFixed(1)} ${base}v${(-Math.max(1.4, height)).toFixed(1)}h${(step - 1).toFixed(1)}V${base}Z`;
    });
    const n = say('th.n', { n: ranked.n });
    const label = { stroke: 'var(--surface)', strokeWidth: 3, paintOrder: 'stroke' } as const;
    return (
      <g>
        <path d={`M${box.left} ${base + 0.5}H${box.right}`} stroke="var(--chart-axis)" strokeOpacity=".6" />
        <path d={bars.join('')} fill={shown.color} />
        {box.narrow ? (
          <text x={box.left + 4} y={top + 1.5 * box.fontSize} {...label}>
            <tspan fontWeight="700">{shown.name}</tspan> <tspan fill="var(--ink-2)">{n}</tspan>
          </text>
        ) : (
          <>
            <text x={0} y={base - 1.7 * box.fontSize} fontWeight="700">
              {shown.name}
            </text>
            <text x={0} y={base - 0.35 * box.fontSize} fill="var(--ink-3)">
              {n}
            </text>
          </>
        )}
      </g>
    );
  },
  (a, b) => a.ranked === b.ranked && a.shown.name === b.shown.name && a.top === b.top && sameBox(a.box, b.box),
);

const sameBox = (a: Box, b: Box) => a.left === b.left && a.right === b.right && a.rowHeight === b.rowHeight;

function histogram({ scores }: Ranked): number[] {
  const starts = Array.from({ length: binCount }, (_, i) => lowerBound(scores, i / binCount));
  return starts.map((from, i) => (starts[i + 1] ?? scores.length) - from);
}

function Scale({ box, bottom, name }: { readonly box: Box; readonly bottom: number; readonly name: string }) {
  return (
    <>
      {[0, 0.2, 0.4, 0.6, 0.8, 1].map((score) => (
        <text key={score} x={placeAt(box, score)} y={bottom + 1.6 * box.fontSize} textAnchor="middle">
          {score}
        </text>
      ))}
      <text x={box.right} y={bottom + 3.4 * box.fontSize} textAnchor="end" fill="var(--ink-3)">
        {name}
      </text>
    </>
  );
}
