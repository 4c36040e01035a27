import { describeEpsilon, formatEpsilon } from '../../core/epsilon.ts';
import { rateOf, worstCurve } from '../../i18n/cardWords.ts';
import type { CardMeasure, RobustnessCard } from '../../spec/robustness/cardSchema.ts';
import { attackIdentity, type Identity } from '../chart/identity.ts';
import { CurveMarker } from './CurveMarker.tsx';
import type { SheetProps } from './Sheet.tsx';

const size = { width: 420, height: 232 };
const frame = { left: 34, right: 408, top: 10, bottom: 194 };
const most = 5; // lines beside the worst case; more would hide each other

interface Line {
  readonly name: string;
  readonly look: Identity;
  readonly points: readonly { readonly epsilon: number; readonly measure: CardMeasure }[];
}

/** Accuracy against the budget, with intervals on the worst case; the table of results and the JSON hold the numbers. */
export function Curve(props: SheetProps) {
  const { card, voice } = props;
  const { say, percent, count } = voice;
  const lines = linesOf(props);
  const chance = 1 / card.model.classNames.length;
  const reading = worstCurve(card)
    .map(({ epsilon, withstands }) =>
      say('rc.curvePoint', { epsilon: describeEpsilon(epsilon), share: percent(rateOf(withstands).value) }),
    )
    .join(say('own.join'));
  if (lines.length === 0) return <Empty {...props} />;
  return (
    <section>
      <h2>{say('rc.curve')}</h2>
      <Drawing
        lines={lines}
        chance={chance}
        title={say('rc.curveReading', { points: reading })}
        axis={say('rc.axis')}
      />
      <ul className="curve-key">
        {lines.map(({ name, look }) => (
          <li key={name}>
            <svg viewBox="0 0 34 12" aria-hidden="true">
              <path d="M1 6H33" stroke={look.color} strokeWidth={look.width} strokeDasharray={look.dash} />
              <CurveMarker look={look} x={17} y={6} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <p className="muted tiny">{say('rc.curveReading', { points: reading })}</p>
      <p className="muted tiny">{say('rc.curveNote', { n: count(card.clean.n), chance: percent(chance) })}</p>
    </section>
  );
}

const Empty = ({ voice: { say } }: SheetProps) => (
  <section>
    <h2>{say('rc.curve')}</h2>
    <p className="muted">{say('rc.curveNone')}</p>
  </section>
);

interface DrawingProps {
  readonly lines: readonly Line[];
  readonly chance: number;
  readonly title: string;
  /** What the budgets are called. */
  readonly axis: string;
}

function Drawing({ lines, chance, title, axis }: DrawingProps) {
  const largest = Math.max(...lines.flatMap(({ points }) => points.map(({ epsilon }) => epsilon)));
  const x = (epsilon: number) => frame.left + (epsilon / largest) * (frame.right - frame.left);
  const y = (share: number) => frame.bottom - share * (frame.bottom - frame.top);
  const budgets = [...new Set(lines.flatMap(({ points }) => points.map(({ epsilon }) => epsilon)))].sort(
    (a, b) => a - b,
  );
  return (
    <svg className="curve" viewBox={`0 0 ${size.width} ${size.height}`} role="img">
      <title>{title}</title>
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <path d={`M${frame.left} ${y(share)}H${frame.right}`} stroke="var(--chart-grid)" />
          <text x={frame.left - 5} y={y(share) + 4} textAnchor="end">
            {100 * share}
          </text>
        </g>
      ))}
      <path d={`M${frame.left} ${y(chance)}H${frame.right}`} stroke="var(--chart-chance)" strokeDasharray="1 3" />
      {spaced(budgets, x).map((epsilon) => (
        <text key={epsilon} x={x(epsilon)} y={frame.bottom + 15} textAnchor="middle">
          {formatEpsilon(epsilon)}
        </text>
      ))}
      <text x={(frame.left + frame.right) / 2} y={frame.bottom + 32} textAnchor="middle">
        {axis}
      </text>
      {lines.map((line) => (
        <Series key={line.name} line={line} x={x} y={y} />
      ))}
    </svg>
  );
}

interface SeriesProps {
  readonly line: Line;
  readonly x: (epsilon: number) => number;
  readonly y: (share: number) => number;
}

function Series({ line: { look, points, name }, x, y }: SeriesProps) {
  const path = points.map(({ epsilon, measure }) => `${x(epsilon).toFixed(1)} ${y(measure.value ?? 0).toFixed(1)}`);
  return (
    <g>
      <path
        d={`M${path.join('L')}`}
        fill="none"
        stroke={look.color}
        strokeWidth={look.width}
        strokeDasharray={look.dash}
      />
      {points.map(({ epsilon, measure }) => (
        <g key={`${name} ${epsilon}`}>
          {look.marker === 'none' && (
            <path d={`M${x(epsilon)} ${y(measure.low)}V${y(measure.high)}`} stroke={look.color} strokeWidth="1.4" />
          )}
          <CurveMarker look={look} x={x(epsilon)} y={y(measure.value ?? 0)} />
        </g>
      ))}
    </g>
  );
}

const narrowest = 34; // between two labels of budgets

/** Budgets whose labels do not run into each other; the last is always among them. */
function spaced(budgets: readonly number[], x: (epsilon: number) => number): number[] {
  const kept: number[] = [];
  for (const epsilon of [0, ...budgets].reverse()) {
    if (kept.length === 0 || x(kept.at(-1)!) - x(epsilon) >= narrowest) kept.push(epsilon);
  }
  return kept;
}

/** The attacks that leave least standing at the largest ε, then the worst case over all, in front. */
function linesOf({ card, voice, words }: SheetProps): Line[] {
  const from = { epsilon: 0, measure: card.clean };
  const worst = worstCurve(card).map(({ epsilon, withstands }) => ({ epsilon, measure: withstands }));
  const attacks = attackLines(card).map(({ source, attack, points }) => ({
    name: words.attack(source, attack),
    look: attackIdentity(attack, { adaptive: true }),
    points: [from, ...points],
  }));
  const last = ({ points }: Line) => points.at(-1)!.measure.value ?? 1;
  const shown = attacks.sort((a, b) => last(a) - last(b)).slice(0, most);
  if (worst.length === 0 || attacks.length < 2) return shown;
  return [
    ...shown,
    { name: voice.say('attack.worst'), look: attackIdentity('worst', { adaptive: true }), points: [from, ...worst] },
  ];
}

type AttackResult = RobustnessCard['results'][number];

function attackLines({ results, threat }: RobustnessCard) {
  const lines = new Map<string, { source: number; attack: AttackResult['attack']; points: Line['points'][number][] }>();
  for (const { source, attack, norm, epsilon, withstands } of results) {
    if (attack === 'worst' || norm !== threat.norm || epsilon === null) continue;
    const line = lines.get(attack) ?? { source, attack, points: [] };
    if (line.source === source) line.points.push({ epsilon, measure: withstands });
    lines.set(attack, line);
  }
  return [...lines.values()];
}
