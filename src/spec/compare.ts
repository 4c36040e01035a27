import { modelCardOf } from '../classifiers/catalog.ts';
import type { Rate } from '../core/stats.ts';
import { chainName } from '../defenses/catalog.ts';
import type { methodCards } from '../training/methods.catalog.ts';
import { budgetOf } from './cells.ts';
import { type CertifyReport, certifiedRows } from './certifyReport.ts';
import { type Detection, detectionsOf } from './detection.ts';
import type { Report } from './report.ts';
import { formatSpec, parseSpec, type SpecText } from './spec.ts';
import { cleanRate, type ResultRow, resultRows } from './summary.ts';
import { comparable } from './transferSpec.ts';

/** One defense among those that are compared: a model trained in its way, a chain in front of a model, a detector beside it. */
export type Contender =
  | { readonly kind: 'model'; readonly id: string }
  | { readonly kind: 'chain'; readonly id: string }
  | { readonly kind: 'detector'; readonly id: 'squeezing' };

export const contenderKey = ({ kind, id }: Contender): string => `${kind}:${id}`;

/** What stands against each other beside an experiment: its model first, its siblings, its defenses, and squeezing as a detector. */
export function contendersOf(text: SpecText): Contender[] {
  const { model, defenses } = parseSpec(text);
  const siblings = comparable(model).filter((id) => id !== model);
  const chains = defenses.filter((chain) => chain.length > 0).map(chainName);
  return [
    ...[model, ...siblings].map((id) => ({ kind: 'model', id }) as const),
    ...chains.map((id) => ({ kind: 'chain', id }) as const),
    { kind: 'detector', id: 'squeezing' },
  ];
}

const mostImages = 100;

/** The experiment on one contender: its attacks that can be read at a budget, adaptive, on as many images as all the others. */
export function evaluationOf(text: SpecText, contender: Contender): SpecText {
  const spec = parseSpec(text);
  const attacks = spec.attacks.filter(({ id }) => budgetOf(id) !== 'own');
  const bare = formatSpec({ ...spec, attacks, adaptive: 'yes', defenses: [[]], detectors: [], seconds: [] });
  return { ...bare, count: String(Math.min(spec.count, mostImages)), ...behind(contender) };
}

/** The same with hardly an attack: what it costs to answer. */
export function priceOf(text: SpecText, contender: Contender): SpecText {
  const { model, data, seed } = parseSpec(text);
  return {
    model,
    data,
    seed: String(seed),
    attack: 'noise',
    'noise.queries': '1',
    eps: '0.01',
    count: '200',
    ...behind(contender),
  };
}

const behind = ({ kind, id }: Contender): Record<string, string> => {
  if (kind === 'model') return { model: id, defense: 'none' };
  return kind === 'chain' ? { defense: id } : { defense: 'none', detector: id };
};

/** The certification that goes with it, where something can be proved: of a bare model, in linf. */
export function certificationOf(text: SpecText, contender: Contender, epsilon: number): SpecText | undefined {
  const { norm, data, seed } = parseSpec(text);
  if (contender.kind !== 'model' || norm !== 'linf') return undefined;
  const few = { count: '20', eps: String(epsilon), 'pgd.steps': '10' };
  return { experiment: 'certify', model: contender.id, data, seed: String(seed), method: 'linear', ...few };
}

/** What was measured of one contender so far. */
export interface Measured {
  readonly contender: Contender;
  readonly report?: Report;
  /** To answer the same images, the shortest of a few tries. */
  readonly seconds?: number;
  readonly certified?: CertifyReport;
}

/** One line of the comparison at one budget; undefined is what does not apply or is not known yet. */
export interface ComparedRow {
  readonly contender: Contender;
  readonly clean: Rate;
  /** Of each attack, adaptive. */
  readonly attacks: readonly { readonly attack: ResultRow['attack']; readonly rate: Rate }[];
  /** Left standing by all of them; beside a detector, answered rightly or turned away. */
  readonly robust: Rate;
  readonly curve: readonly { readonly epsilon: number; readonly rate: Rate }[];
  readonly certified: Rate | undefined;
  /** Of the images an attack turned, those detected, under the attack that is detected least. */
  readonly detected: Rate | undefined;
  /** Time of an answer, as a multiple of the first contender's. */
  readonly cost: number | undefined;
  /** Passes of training per image and epoch, as a multiple of plain training. */
  readonly training: number;
}

export function comparedRows(measured: readonly Measured[], epsilon: number): ComparedRow[] {
  const bare = measured[0]?.seconds;
  return measured.flatMap(({ contender, report, seconds, certified }) => {
    if (!report) return [];
    const [detection] = detectionsOf(report); // only beside a detector
    const rows = robustRows(report, detection).filter((row) => row.adaptive && row.epsilon !== null);
    const here = rows.filter((row) => row.epsilon === epsilon);
    const worst = here.find(({ attack }) => attack === 'worst');
    if (!worst) return [];
    const defense = contender.kind === 'chain' ? contender.id : 'none';
    return [
      {
        contender,
        clean: detection?.clean ?? cleanRate(report, defense),
        attacks: here.filter(({ attack }) => attack !== 'worst').map(({ attack, robust: rate }) => ({ attack, rate })),
        robust: worst.robust,
        curve: rows
          .filter(({ attack }) => attack === 'worst')
          .map((row) => ({ epsilon: row.epsilon!, rate: row.robust })),
        certified: certified && certifiedRows(certified).find((row) => row.epsilon === epsilon)?.certified,
        detected: detection && leastDetected(detection, epsilon),
        cost: bare !== undefined && seconds !== undefined ? seconds / bare : undefined,
        training: contender.kind === 'model' ? passes[methodOf(contender.id)] : 0,
      },
    ];
  });
}

type RobustRow = Pick<ResultRow, 'attack' | 'adaptive' | 'epsilon' | 'robust'>;

/** Beside a detector an image that is turned away does no harm. */
function robustRows(report: Report, detection: Detection | undefined): readonly RobustRow[] {
  if (!detection) return resultRows(report);
  const rows = detection.rows.map(({ cell, joint }) => ({ ...cell, robust: joint }));
  const worst = [...new Set(rows.map(({ epsilon }) => epsilon))].map((epsilon) => {
    const rivals = rows.filter((row) => row.adaptive && row.epsilon === epsilon);
    return { ...rivals.reduce((a, b) => (b.robust.value < a.robust.value ? b : a)), attack: 'worst' as const };
  });
  return [...rows, ...worst];
}

function leastDetected({ rows }: Detection, epsilon: number): Rate | undefined {
  const rates = rows
    .filter(({ cell, detected }) => cell.adaptive && cell.epsilon === epsilon && detected.n > 0)
    .map(({ detected }) => detected);
  return rates.length > 0 ? rates.reduce((a, b) => (b.value < a.value ? b : a)) : undefined;
}

type MethodId = keyof typeof methodCards;

/** How a model was taught; plain where its card says nothing. */
export const methodOf = (id: string): MethodId => (modelCardOf(id)?.training.method ?? 'plain') as MethodId; // cards name trainers

/** Forward and backward passes of an update, as a multiple of one without attack; the inner attacks take 5 steps. */
const passes: Readonly<Record<MethodId, number>> = {
  ...{ plain: 1, gaussian: 1, free: 1, fast: 2, distillation: 2, ibp: 3, pgd: 6, trades: 7 },
};
