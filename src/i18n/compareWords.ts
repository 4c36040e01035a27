import { describeEpsilon } from '../core/epsilon.ts';
import { type Compared, type Comparison, fallen, significance } from '../spec/robustness/compare.ts';
import { parseSpec, type SpecText } from '../spec/spec.ts';
import './cardWords.ts'; // brings the messages
import { points } from './numberWords.ts';
import type { Voice } from './voice.ts';

/** What a comparison comes to, in a sentence. */
export function comparisonFinding(comparison: Comparison, { say }: Voice): string {
  const all = comparison.rows.length;
  const fell = fallen(comparison).length;
  const rose = comparison.rows.filter(({ trend }) => trend === 'rose').length;
  if (all === 0) return say('rc.compareEmpty');
  if (fell > 0) return say('rc.compareFell', { count: fell, all });
  return rose > 0 ? say('rc.compareRose', { count: rose, all }) : say('rc.compareNone');
}

export const comparisonMethod = ({ before, after, rows }: Comparison, { say }: Voice): string =>
  say('rc.compareAbout', { before, after, all: rows.length, level: String(significance) });

/** One row of the table: share, before, after, change, images lost and won, p, trend. */
export function comparedWords(row: Compared, spec: SpecText, voice: Voice): readonly string[] {
  const { say, percent, interval } = voice;
  const { paired } = row;
  const rate = (of: Compared['before']) => `${percent(of.value)} ${interval(of)}`;
  return [
    comparedName(row, spec, voice),
    rate(row.before),
    rate(row.after),
    paired ? `${signed(paired.change.value)} [${signed(paired.change.low)}, ${signed(paired.change.high)}]` : '–',
    paired ? `${paired.counts.before} / ${paired.counts.after}` : '–',
    paired ? probability(paired.adjusted) : say('rc.unpaired'),
    say(`rc.trend.${row.trend}`),
  ];
}

export const comparedHeads = ({ say }: Voice): readonly string[] => [
  say('rc.what'),
  say('rc.before'),
  say('rc.after'),
  say('rc.change'),
  say('rc.lostWon'),
  say('rc.p'),
  say('rc.trend'),
];

/** `PGD-40, ε = 0.3, no defense` */
export function comparedName({ attack, defense, adaptive, epsilon }: Compared, spec: SpecText, voice: Voice): string {
  const { say } = voice;
  const name = attack === 'clean' ? say('rc.clean') : voice.attackOf(parseSpec(spec), attack);
  const known = adaptive ? name : say('attack.unadapted', { attack: name });
  const parts = [known, ...(epsilon === null ? [] : [`ε = ${describeEpsilon(epsilon)}`]), voice.defense(defense)];
  return parts.join(' · ');
}

const signed = (share: number) => (share > 0 ? `+${points(share)}` : points(share));
const probability = (p: number) => (p < 0.0001 ? '< 0.0001' : p.toFixed(4));
