import { joinFloats } from '../core/join.ts';
import type { Rng } from '../core/rng.ts';
import type { Threat } from '../core/threat.ts';
import type { Objective } from '../tensor/losses.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';
import type { Hearing } from './hearing.ts';
import { type Recorder, recorderOf } from './interviewTrace.ts';

/** One image of a black-box attack, in the memory of the host. */
export interface Sitter extends Threat {
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly x0: Float32Array;
  /** What the attack returns for this image: the clean pixels, until the interview writes better ones into it. */
  readonly found: Float32Array;
  readonly rng: Rng;
}

/**
 * The attack on one image as a conversation: it asks about some images, hears the answers in the same order, and goes on
 * until it has what it wants. It is broken off before a question that the budget of its image does not cover. The arrays
 * of a question may be used again once its answer has come.
 */
export type Interview<Answer, Result = void> = Generator<readonly Float32Array[], Result, readonly Answer[]>;

/** Asks about one image. */
export function* ask<Answer>(x: Float32Array): Interview<Answer, Answer> {
  const [answer] = yield [x];
  return answer!; // there are as many answers as questions
}

/** Images of this many pixels that an interview should ask about at once at most, so that a hundred of them find room. */
export const inFlight = (pixels: number): number => Math.max(1, Math.min(64, Math.floor(2 ** 16 / pixels)));

/** Where one interview stands. */
interface Talk<Answer> {
  readonly row: number;
  readonly interview: Interview<Answer>;
  readonly pending: readonly Float32Array[];
  readonly asked: number;
}

/** An image to ask about, and the row of the batch it is made of. */
export interface Question {
  readonly row: number;
  readonly x: Float32Array;
}

/**
 * Holds one interview per image side by side: each round puts the pending questions of all images to the model, in
 * batches, and an image that has finished leaves at once. An image is asked what its own answers and its own stream
 * suggest, whatever company it is in. Returns every sitter's `found`.
 *
 * Cost: at most `queries` forward passes per image; every question is uploaded once and answered by one or two numbers.
 */
export async function interview<Answer>(
  input: AttackInput<{ readonly queries: number }>,
  hearing: Hearing<Answer>,
  begin: (sitter: Sitter) => Interview<Answer>,
): Promise<Images> {
  const { x0, params, ctx } = input;
  const sitters = await sittersOf(input);
  const recorder = ctx.trace && recorderOf(input, ctx.trace, sitters);
  const put = await questioner(input, hearing, recorder);
  const affordable = ({ pending, asked }: Talk<Answer>) =>
    pending.length > 0 && pending.length <= params.queries - asked;
  let open = sitters.map((sitter, row) => advanced({ row, interview: begin(sitter), pending: [], asked: 0 }, []));
  for (open = open.filter(affordable); open.length > 0; open = open.filter(affordable)) {
    const fallen = sitters.length - open.length;
    const spent = open.reduce((sum, { asked }) => sum + asked, fallen * params.queries);
    const round = open.flatMap(({ row, pending }) => pending.map((x): Question => ({ row, x })));
    const answers = await put(round, () => ctx.tick(spent, sitters.length * params.queries));
    open = open.map((talk) => advanced(talk, answers.splice(0, talk.pending.length)));
    if (recorder) await recorder.show();
  }
  return tf.tensor4d(joinFloats(sitters.map(({ found }) => found)), x0.shape);
}

/** The talk after it has heard these answers. */
function advanced<Answer>(talk: Talk<Answer>, answers: readonly Answer[]): Talk<Answer> {
  const pending = talk.interview.next(answers).value ?? [];
  return { ...talk, pending, asked: talk.asked + answers.length };
}

async function sittersOf({ x0, threat, ctx }: AttackInput<unknown>): Promise<Sitter[]> {
  const [n, ...shape] = x0.shape;
  const pixels = (await x0.data()) as Float32Array;
  const size = pixels.length / n;
  return Array.from({ length: n }, (_, i) => ({
    ...threat,
    shape,
    x0: pixels.slice(i * size, (i + 1) * size),
    found: pixels.slice(i * size, (i + 1) * size),
    rng: ctx.rngOf(i),
  }));
}

const mostRows = 256; // in one batch; beyond that even a graphics processor gains little
const mostPixels = 2 ** 20; // in one batch, whatever the size of an image

/** Puts questions to the model in batches, and breathes between them. */
async function questioner<Answer>(
  { victim, x0, objective }: AttackInput<unknown>,
  hearing: Hearing<Answer>,
  recorder: Recorder | undefined,
) {
  const [n, ...shape] = x0.shape;
  const pixels = tf.util.sizeFromShape(shape);
  const size = Math.max(n, Math.min(mostRows, Math.floor(mostPixels / pixels)));
  const objectiveFor = await objectives(objective);
  return async (round: readonly Question[], breathe: () => Promise<void>): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (let i = 0; i < round.length; i += size) {
      const batch = round.slice(i, i + size);
      const rows = batch.map(({ row }) => row);
      const values = joinFloats(batch.map(({ x }) => x));
      const [heard, logits] = tf.tidy(() => {
        const z = victim.rows(rows).logits(tf.tensor4d(values, [batch.length, ...shape]));
        return [hearing.measure(objectiveFor(rows), z), recorder && tf.keep(z)] as const;
      });
      try {
        answers.push(...hearing.read(await heard.data()));
        if (recorder) await recorder.hear(batch, logits!);
      } finally {
        tf.dispose([heard, ...(logits ? [logits] : [])]);
      }
      await breathe();
    }
    return answers;
  };
}

/** The objective for any rows of the batch; its tensors belong to the `tf.tidy` around the call. */
async function objectives(objective: Objective): Promise<(rows: readonly number[]) => Objective> {
  const part = (classes: ArrayLike<number>, rows: readonly number[]) =>
    tf.tensor1d(
      Int32Array.from(rows, (row) => classes[row]!),
      'int32',
    );
  const labels = await objective.labels.data();
  if (objective.kind === 'untargeted') return (rows) => ({ kind: 'untargeted', labels: part(labels, rows) });
  const targets = await objective.targets.data();
  return (rows) => ({ kind: 'targeted', labels: part(labels, rows), targets: part(targets, rows) });
}
