import { gatherRows } from '../tensor/gatherRows.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/** Where an attack ended, image by image. The caller owns `x`. */
export interface Summit {
  readonly x: Images;
  /** The attacker's gain there. */
  readonly gain: readonly number[];
  /** The goal was reached. */
  readonly hit: readonly boolean[];
}

/** The summit of some rows of a batch. */
export interface Piece extends Summit {
  readonly rows: readonly number[];
}

/** Puts rows that ended at different times back into the order of their batch. Disposes the pieces. */
export function reunite(pieces: readonly Piece[]): Summit {
  const rows = pieces.flatMap((piece) => piece.rows);
  const order = rows.map((_, i) => i).sort((a, b) => rows[a]! - rows[b]!);
  const all = <T>(values: (piece: Piece) => readonly T[]) => {
    const flat = pieces.flatMap(values);
    return order.map((i) => flat[i]!);
  };
  const x = tf.tidy(() => gatherRows(tf.concat(pieces.map((piece) => piece.x)) as Images, order));
  tf.dispose(pieces.map((piece) => piece.x));
  return { x, gain: all((piece) => piece.gain), hit: all((piece) => piece.hit) };
}
