import type { Attack, AttackInput, Victim } from '../attacks/attack.ts';
import type { AttackCard } from '../attacks/card.ts';
import { type AttackChoice, type AttackId, attackCards, type CascadeId, membersOf } from '../attacks/catalog.ts';
import { attacks } from '../attacks/index.ts';
import { subset } from '../attacks/subset.ts';
import type { Learned } from '../core/learned.ts';
import { makeRng } from '../core/rng.ts';
import { chainName, type DefenseChain } from '../defenses/catalog.ts';
import { type Cell, cellKey } from '../spec/cells.ts';
import type { Spec } from '../spec/spec.ts';
import { gatherRows } from '../tensor/gatherRows.ts';
import type { StepContext } from '../tensor/iterate.ts';
import { type Objective, reached } from '../tensor/losses.ts';
import type { Images } from '../tensor/norms.ts';
import { selectRows } from '../tensor/selectRows.ts';
import * as tf from '../tensor/tf.ts';
import type { Batch } from './batches.ts';
import { cascade } from './cascade.ts';
import { everyTarget } from './everyTarget.ts';
import type { Subject } from './subject.ts';
import { defended } from './victim.ts';

export interface CellRun {
  readonly spec: Spec;
  readonly subject: Subject;
  readonly batch: Batch;
  readonly cell: Cell;
  readonly objective: Objective;
  readonly ctx: Omit<StepContext, 'rngOf'>;
  /** From `prepare`; undefined where the attack has nothing to learn. */
  readonly learned?: Learned | undefined;
  /** Also rows whose clean image has what the attacker wants: of a vote, a single answer tells little. */
  readonly everyRow?: true;
}

/** What an attack made of a batch. The images are owned by the caller. */
export interface Attacked {
  readonly adversarial: Images;
  /** Questions put to the model about each row; undefined where the attack sees inside it. */
  readonly queries: Int32Array | undefined;
  /** Which member of a cascade brought each row down, −1 where none did; undefined for other attacks. */
  readonly by: Int8Array | undefined;
}

/** Any attack with its settings already given. */
export type Run = (input: Omit<AttackInput<unknown>, 'params'>) => Promise<Images>;

/**
 * Attacks one batch as `cell` says.
 *
 * The attacker sees the defended model if adaptive, else the bare one. Where the clean image already gives the attacker
 * what it wants from the defended model, there is nothing to attack and the clean image is returned, at distance 0; an
 * attack that goes on beyond success gets it all the same.
 */
export async function attackCell(run: CellRun): Promise<Attacked> {
  const { spec, subject, batch, cell, objective, ctx, learned } = run;
  const choice = choiceOf(spec, cell);
  const judge = defended(spec, subject, batch, { chain: chainOf(spec, cell), purpose: 'clean' });
  const wary = cell.adaptive && subject.watch !== undefined;
  const twice = wary && !ctx.trace; // whoever watches sees one attack
  const { access, goesOn = false }: AttackCard = attackCards[choice.id];
  const isCascade = membersOf(choice, spec.norm).length > 0;
  const bills = new Int32Array(batch.positions.length);
  const by = new Int8Array(batch.positions.length).fill(-1);
  const credit = (row: number, member: number) => {
    by[row] = member;
  };
  const inputOf = (knows: boolean, half: number) => ({
    ...attackInput({
      ...run,
      ctx: { ...ctx, credit, ...(twice && { tick: (step, of) => ctx.tick(half * of + step, 2 * of) }) },
      purpose: cellKey(cell),
      bill: (row) => bills[row]!++,
      wary: knows,
    }),
    ...(learned && { learned }),
  });
  const input = inputOf(wary, 0);
  const attack = isCascade ? cascade(choice, (member) => single(member, spec)) : single(choice, spec);
  const whole = spec.goal.kind === 'best-of-all' ? everyTarget(attack) : attack;
  const interest = { watched: ctx.trace !== undefined, goesOn: goesOn || run.everyRow === true };
  const stand = await standing(judge, batch, objective, interest);
  const first = await attackStanding(whole, input, stand);
  const adversarial = twice
    ? await elseNoticed(whole, inputOf(false, 1), { seen: input.victim, ...stand, first })
    : first;
  return { adversarial, queries: access === 'gradient' ? undefined : bills, by: isCascade ? by : undefined };
}

interface InputOptions extends Omit<CellRun, 'learned'> {
  /** What the victim's answers are for. */
  readonly purpose: string;
  /** The attacker knows the detectors too; where nothing is said, if it is adaptive. */
  readonly wary?: boolean;
  readonly bill?: (row: number) => void;
}

/** A batch as the attack of a cell meets it, settings aside: the attacker sees the defended model if adaptive. */
export function attackInput({
  spec,
  subject,
  batch,
  cell,
  objective,
  ctx,
  wary = cell.adaptive,
  ...options
}: InputOptions) {
  const stream = (name: string) => makeRng(spec.seed).fork(name);
  return {
    victim: defended(spec, subject, batch, {
      ...options,
      chain: cell.adaptive ? chainOf(spec, cell) : [],
      wary: wary ? batch.classes : undefined,
    }),
    x0: batch.x,
    objective,
    threat: { norm: spec.norm, epsilon: cell.epsilon ?? Number.POSITIVE_INFINITY },
    ctx: { ...ctx, rngOf: (i: number, name: string = cell.attack) => stream(name).fork(batch.positions[i]!) },
  };
}

export const choiceOf = (spec: Spec, { attack }: Pick<Cell, 'attack'>): AttackChoice =>
  spec.attacks.find(({ id }) => id === attack)!; // cells are planned from the spec

export const chainOf = (spec: Spec, { defense }: Pick<Cell, 'defense'>): DefenseChain =>
  spec.defenses.find((chain) => chainName(chain) === defense)!; // cells are planned from the spec

interface Interest {
  readonly watched: boolean;
  /** The attack has use for images that have what it wants. */
  readonly goesOn: boolean;
}

/** Rows that are worth attacking; all of them while somebody watches, so that a trace has one row per image. */
async function standing(judge: Victim, batch: Batch, objective: Objective, { watched, goesOn }: Interest) {
  const hit = tf.tidy(() => reached(objective, judge.logits(batch.x)));
  try {
    const done: ArrayLike<number> = goesOn ? [] : await hit.data();
    return { done, rows: batch.positions.flatMap((_, i) => (watched || (i < batch.n && !done[i]) ? [i] : [])) };
  } finally {
    hit.dispose();
  }
}

/** Attacks only some rows; the others keep their clean image. */
async function attackStanding(
  attack: Run,
  input: Parameters<Run>[0],
  { done, rows }: { readonly done: ArrayLike<number>; readonly rows: readonly number[] },
): Promise<Images> {
  const n = input.x0.shape[0];
  if (rows.length === 0) return tf.clone(input.x0);
  const part = subset({ ...input, params: undefined }, rows);
  try {
    const found = await attack(part.input);
    const placeOf = new Map(rows.map((row, i) => [row, n + i]));
    const order = Array.from({ length: n }, (_, i) => (done[i] ? i : (placeOf.get(i) ?? i)));
    const all = tf.concat([input.x0, found]) as Images;
    found.dispose();
    const placed = gatherRows(all, order);
    all.dispose();
    return placed;
  } finally {
    part.dispose();
  }
}

interface Noticed {
  /** The model to whom a suspected image is none of the attacker's successes. */
  readonly seen: Victim;
  /** Rows that were attacked. */
  readonly rows: readonly number[];
  /** What the attack made that wants to stay unnoticed. Taken over. */
  readonly first: Images;
}

/** Whoever does not get through unnoticed still wants the wrong answer: those images are attacked as if nobody watched. */
async function elseNoticed(attack: Run, input: Parameters<Run>[0], { seen, rows, first }: Noticed): Promise<Images> {
  const hit = tf.tidy(() => reached(input.objective, seen.logits(first)));
  try {
    const through = await hit.data();
    const noticed = rows.filter((i) => !through[i]);
    if (noticed.length === 0) return tf.clone(first);
    const second = await attackStanding(attack, input, { done: through, rows: noticed });
    try {
      return tf.tidy(() => selectRows(hit, first, second));
    } finally {
      second.dispose();
    }
  } finally {
    tf.dispose([hit, first]);
  }
}

/** The attack with no more queries than the threat allows. */
function limited(choice: AttackChoice, { queries }: Spec): AttackChoice {
  if (queries === 0 || !('queries' in choice.params)) return choice;
  const own = choice.params as { readonly queries: number };
  const params = { ...own, queries: Math.min(own.queries, queries) };
  return { ...choice, params } as unknown as AttackChoice; // the same settings but for one number
}

type SingleId = Exclude<AttackId, CascadeId>;

/** An attack that is no cascade, with no more queries than the threat allows. */
const single =
  (choice: AttackChoice, spec: Spec): Run =>
  (input) =>
    dispatch(limited(choice, spec) as AttackChoice<SingleId>, input); // cascades have no cascades as members

function dispatch<Id extends SingleId>(choice: AttackChoice<Id>, input: Parameters<Run>[0]): Promise<Images> {
  const attack: Attack<Id> = attacks[choice.id];
  return attack({ ...input, params: choice.params });
}
