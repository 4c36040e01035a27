import { joinFloats } from '../core/join.ts';
import type { StepContext } from '../tensor/iterate.ts';
import { attackerGain } from '../tensor/losses.ts';
import type { Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';
import type { Question, Sitter } from './interview.ts';

/** Shows a black-box attack to somebody who watches, without asking the model anything more. */
export interface Recorder {
  /** Questions of the present round, and what the model said about them (borrowed). */
  hear(questions: readonly Question[], logits: Logits): Promise<void>;
  /** The round is over and its answers were used: shows where every image stands, if one has moved. */
  show(): Promise<void>;
}

/** An image and the model's word on it. */
interface Frame {
  readonly pixels: Float32Array;
  readonly scores: Float32Array;
}

/**
 * An attack moves by adopting an image it has asked about, so the model's word on it is known: `found` is looked up among
 * the questions of the round. Until an image has adopted one, its first question is shown.
 */
export function recorderOf(
  { x0, objective, victim }: AttackInput<unknown>,
  trace: NonNullable<StepContext['trace']>,
  sitters: readonly Sitter[],
): Recorder {
  const frames: Frame[] = sitters.map(({ x0 }) => ({ pixels: x0, scores: new Float32Array(victim.classes) }));
  const started = new Set<number>();
  let round: (Frame & { readonly row: number })[] = [];
  const adopted = (sitter: Sitter, row: number): Frame | undefined => {
    const mine = round.filter((frame) => frame.row === row);
    const first = started.has(row) ? undefined : mine[0];
    if (first) started.add(row);
    return mine.reverse().find(({ pixels }) => pixels.every((value, i) => value === sitter.found[i])) ?? first;
  };
  return {
    hear: async (questions, logits) => {
      const values = (await logits.data()) as Float32Array;
      const { classes } = victim;
      const scoresOf = (i: number) => values.slice(i * classes, (i + 1) * classes);
      round.push(...questions.map(({ row, x }, i) => ({ row, pixels: x.slice(), scores: scoresOf(i) })));
    },
    show: async () => {
      const moves = sitters.map(adopted);
      round = [];
      if (moves.every((frame) => frame === undefined)) return;
      moves.forEach((frame, row) => {
        if (frame) frames[row] = frame;
      });
      const x = tf.tensor4d(joinFloats(frames.map(({ pixels }) => pixels)), x0.shape);
      const logits = tf.tensor2d(joinFloats(frames.map(({ scores }) => scores)), [sitters.length, victim.classes]);
      const gain = tf.tidy(() => attackerGain('margin', objective, logits));
      try {
        await trace({ x, logits, gain });
      } finally {
        tf.dispose([x, logits, gain]);
      }
    },
  };
}
