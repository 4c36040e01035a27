import { bilinear, type Lookup, lookUp, turnedAndMoved } from '../tensor/bilinear.ts';
import type { Attack } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { firstThatWorks } from './firstThatWorks.ts';
import { decisions } from './hearing.ts';
import { interview } from './interview.ts';

/**
 * Worst case over a grid of rotations and translations (Engstrom et al. 2019, arXiv:1712.02779, sec. 3, "grid search").
 * What comes in from outside the picture is black.
 *
 * Differs from the paper: the gentlest transformations come first and an image stops at the first that fools the model,
 * so that the picture shown is hardly changed and decisions are all the attack needs. The accuracy is the same.
 * Cost: at most `angles` × `shifts`² forward passes over `[n, h, w, c]`.
 */
export const spatial: Attack<'spatial'> = (input) => {
  const [, height, width, channels] = input.x0.shape;
  const moves = gridOf(input.params);
  const queries = Math.min(input.params.queries, moves.length);
  const lookupAt = rememberLast((index) => lookupOf(moves[index]!, [height, width]));
  return interview({ ...input, params: { queries } }, decisions, (sitter) =>
    firstThatWorks(
      sitter,
      queries,
      (index) => lookUp(sitter.x0, channels, lookupAt(index)).map((value) => Math.min(1, value)), // weights may sum to a little more
    ),
  );
};

interface Move {
  readonly degrees: number;
  readonly down: number;
  readonly right: number;
}

/** Every transformation once, gentlest first: by the sum of its parts, each as a share of its limit. */
function gridOf({ angle, shift, angles, shifts }: AttackParams<'spatial'>): Move[] {
  const steps = spread(shift, shifts);
  const moves = spread(angle, angles).flatMap((degrees) =>
    steps.flatMap((down) => steps.map((right) => ({ degrees, down, right }))),
  );
  const share = (value: number, limit: number) => (limit === 0 ? 0 : Math.abs(value) / limit);
  const size = ({ degrees, down, right }: Move) => share(degrees, angle) + share(down, shift) + share(right, shift);
  return moves.sort((a, b) => size(a) - size(b));
}

/** `count` values from −limit to limit; 0 alone where there is nothing to spread. */
const spread = (limit: number, count: number): number[] =>
  limit === 0 || count === 1 ? [0] : Array.from({ length: count }, (_, i) => limit * ((2 * i) / (count - 1) - 1));

const lookupOf = ({ degrees, down, right }: Move, size: readonly [number, number]): Lookup =>
  bilinear(size, size, turnedAndMoved(size, (degrees * Math.PI) / 180, down, right));

/** All images are asked about the same transformation in turn, so one table is enough. */
function rememberLast(make: (index: number) => Lookup): (index: number) => Lookup {
  let last: { readonly index: number; readonly lookup: Lookup } | undefined;
  return (index) => {
    if (last?.index !== index) last = { index, lookup: make(index) };
    return last.lookup;
  };
}
