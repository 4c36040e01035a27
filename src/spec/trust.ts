import { type AttackChoice, attackCards } from '../attacks/catalog.ts';
import { describeEpsilon } from '../core/epsilon.ts';
import { chainName } from '../defenses/catalog.ts';
import type { Warning } from './events.ts';
import type { Report } from './report.ts';
import { parseSpec, type Spec } from './spec.ts';
import { cleanRate, type ResultRow, resultRows } from './summary.ts';

/**
 * Doubts about the numbers: those the engine met while it ran and those that follow from the numbers themselves
 * (Carlini et al. 2019, arXiv:1902.06705, sec. 4 and 5).
 */
export function trustWarnings(report: Report): Warning[] {
  const spec = parseSpec(report.spec);
  const rows = resultRows(report).filter((row) => row.attack !== 'worst');
  const derived = report.finished
    ? [...nonAdaptive(rows), ...singleStepStronger(rows), ...notMonotone(rows), ...lostByRounding(rows)]
    : nonAdaptive(rows);
  return [
    ...report.warnings,
    ...smallSample(report, spec),
    ...weakAttacks(spec),
    ...approximateGradients(spec),
    ...derived,
    ...stoppedEarly(report),
  ];
}

/** How far the numbers of a row may be quoted, by the most severe warning that applies to it. */
export type Trust = 'do-not-quote' | 'bound' | 'pending' | 'checked';

const severity: Partial<Record<Warning['code'], Trust>> = {
  'non-adaptive': 'do-not-quote',
  'zero-gradient': 'do-not-quote',
  'single-step-stronger': 'do-not-quote',
  'not-monotone': 'do-not-quote',
  'weak-attacks': 'bound',
  'approximate-gradient': 'bound',
};

/** Mark of one row under the warnings of its report. The worst case takes the marks of the whole defense, not of one attack. */
export function trustOf(
  row: Pick<ResultRow, 'attack' | 'defense' | 'adaptive' | 'epsilon'>,
  warnings: readonly Warning[],
): Trust {
  const marks = warnings.filter((warning) => applies(warning, row)).map(({ code }) => severity[code]);
  return (['do-not-quote', 'bound', 'pending'] as const).find((mark) => marks.includes(mark)) ?? 'checked';
}

function applies(
  { cells, code }: Warning,
  row: Pick<ResultRow, 'attack' | 'defense' | 'adaptive' | 'epsilon'>,
): boolean {
  if (row.attack === 'worst') {
    // A weak or blind attack cannot make the minimum over all attacks wrong while an adaptive one stands beside it.
    if (code === 'non-adaptive') return !row.adaptive && cells.defense === row.defense;
    if (cells.attack !== undefined) return false;
  }
  return Object.entries(cells).every(([key, value]) => row[key as keyof typeof row] === value);
}

const points = (difference: number) => Number((100 * difference).toFixed(1));

function smallSample(report: Report, { count }: Spec): Warning[] {
  const { n } = cleanRate(report, Object.keys(report.clean)[0] ?? 'none');
  if (!report.finished || n >= 100) return [];
  const message = `Only ${n}${n < count ? ` of ${count}` : ''} images: the intervals are wide, so small differences mean nothing.`;
  return [{ code: 'small-n', cells: {}, values: { n }, message }];
}

/** Without one attack of many steps that can cross the ball, the worst case is no more than an upper bound on robustness. */
function weakAttacks({ attacks }: Spec): Warning[] {
  if (attacks.some(crossesBall)) return [];
  const message =
    'The attacks took one step, or steps too small to cross the budget: real robustness is lower than these numbers.';
  return [{ code: 'weak-attacks', cells: {}, values: {}, message }];
}

/** Steps are fractions of ε, so together they must reach 1; an attack without a step size chooses its own. */
function crossesBall({ params }: AttackChoice): boolean {
  const { steps = 1, stepSize = 1 } = params as { readonly steps?: number; readonly stepSize?: number };
  return steps > 1 && steps * stepSize > 1 - 1e-9;
}

/** Through a squeezer the adaptive attack follows an approximation, and no attack without gradients stands beside it yet. */
function approximateGradients({ defenses, adaptive }: Spec): Warning[] {
  const chains = adaptive === 'no' ? [] : defenses.map(chainName).filter((defense) => defense !== 'none');
  return chains.map((defense) => ({
    code: 'approximate-gradient',
    cells: { defense, adaptive: true },
    values: { defense },
    message: `${defense}: the gradient through it is an approximation (BPDA); a better attack may bring these numbers down.`,
  }));
}

function nonAdaptive(rows: readonly ResultRow[]): Warning[] {
  const blind = rows.filter((row) => !row.adaptive);
  return [...new Set(blind.map((row) => row.defense))].map((defense) => ({
    code: 'non-adaptive' as const,
    cells: { defense, adaptive: false },
    values: { defense },
    message: `${defense}: attacked without knowledge of the defense; an attacker who knows it does better.`,
  }));
}

/** The rows of one attack on one defense, by ascending budget, for each such pair. */
function curves(rows: readonly ResultRow[]): ResultRow[][] {
  const byPair = new Map<string, ResultRow[]>();
  for (const row of rows) {
    const key = `${row.attack}|${row.defense}|${row.adaptive}`;
    byPair.set(key, [...(byPair.get(key) ?? []), row]);
  }
  return [...byPair.values()];
}

/** Iterative attacks contain the single step; if they do worse, the gradient misleads (masking) or the steps are wrong. */
function singleStepStronger(rows: readonly ResultRow[]): Warning[] {
  const steps = rows.filter((row) => row.attack === 'fgsm');
  return rows.flatMap((row) => {
    const single = steps.find(
      (s) => s.defense === row.defense && s.adaptive === row.adaptive && s.epsilon === row.epsilon,
    );
    // The intervals must part, so that a difference of one or two images does not raise an alarm.
    if (!single || row.attack === 'fgsm' || !row.adaptive || single.robust.high >= row.robust.low) return [];
    if (row.attack === 'worst' || attackCards[row.attack].access !== 'gradient') return []; // guessing contains no step
    const gap = points(row.robust.value - single.robust.value);
    const { attack, defense, adaptive, epsilon } = row as ResultRow & { attack: 'pgd' }; // worst rows were taken out
    return [
      {
        code: 'single-step-stronger' as const,
        cells: { attack, defense, adaptive, epsilon },
        values: { attack: attackCards[attack].title, defense, epsilon: describeEpsilon(epsilon), points: gap },
        message: `${defense}, ε = ${describeEpsilon(epsilon)}: one step of FGSM beats ${attackCards[attack].title} by ${gap} points, a sign of masked gradients.`,
      },
    ];
  });
}

/** More budget cannot help the defender: a curve that rises beyond chance means an attack that does not climb. */
function notMonotone(rows: readonly ResultRow[]): Warning[] {
  return curves(rows).flatMap((curve) => {
    const rise = curve.find((row, i) => i > 0 && row.robust.low > curve[i - 1]!.robust.high);
    if (!rise) return [];
    const { attack, defense, adaptive, epsilon } = rise as ResultRow & { attack: 'pgd' }; // worst rows were taken out
    const values = { attack: attackCards[attack].title, defense, epsilon: describeEpsilon(epsilon) };
    const message = `${values.attack} on ${defense}: accuracy rises at ε = ${values.epsilon} although the attacker may do more.`;
    return [{ code: 'not-monotone' as const, cells: { attack, defense, adaptive }, values, message }];
  });
}

/** Success that a PNG file would undo. */
function lostByRounding(rows: readonly ResultRow[]): Warning[] {
  return rows.flatMap((row) => {
    if (row.survives.n < 10 || row.survives.value >= 0.9) return [];
    const { attack, defense, adaptive, epsilon } = row as ResultRow & { attack: 'pgd' }; // worst rows were taken out
    const share = points(1 - row.survives.value);
    const values = { attack: attackCards[attack].title, defense, epsilon: describeEpsilon(epsilon), share };
    const message = `${values.attack} on ${defense}, ε = ${values.epsilon}: ${share}% of the successes vanish when the image is stored with 8 bits.`;
    return [{ code: 'lost-by-rounding' as const, cells: { attack, defense, adaptive, epsilon }, values, message }];
  });
}

function stoppedEarly(report: Report): Warning[] {
  if (report.finished?.complete !== false) return [];
  const spec = parseSpec(report.spec);
  const defenses = spec.defenses.map(chainName).join(', ');
  const message = `Stopped before the end: every number stands for the images it names (defenses: ${defenses}).`;
  return [{ code: 'stopped-early', cells: {}, values: {}, message }];
}
