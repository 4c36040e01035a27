import { lengthOf } from '../../core/length.ts';
import type { Norm } from '../../core/threat.ts';
import type { Landscape } from '../../spec/landscape.ts';

/** Neighbouring points of a row with the same class and the same shade. Columns from `from` to `to`, inclusive. */
export interface Run {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly answer: number;
  readonly level: number;
}

type Grid = Pick<Landscape, 'side' | 'predictions' | 'margins'>;

/** Shades of a class, by its lead over the next one. */
export const levels = 4;

/** Margin at which each shade but the first begins. */
export const shadeLimits = ({ margins }: Pick<Landscape, 'margins'>): readonly number[] => {
  const most = Math.max(...margins);
  return Array.from({ length: levels - 1 }, (_, i) => (most * (i + 1)) / levels);
};

export function runsOf({ side, predictions, margins }: Grid): Run[] {
  const most = Math.max(...margins, 1e-9); // a plane of ties has one shade
  const runs: Run[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = row * side + column;
      const answer = predictions[at]!;
      const level = Math.min(levels - 1, Math.floor((levels * margins[at]!) / most));
      const open = runs.at(-1);
      if (open && column > 0 && open.answer === answer && open.level === level)
        runs[runs.length - 1] = { ...open, to: column };
      else runs.push({ row, from: column, to: column, answer, level });
    }
  }
  return runs;
}

/** Edges between points of different classes, in units of points; (0, 0) is the outer corner of the first point. */
export function boundaryOf({ side, predictions }: Grid): readonly (readonly [number, number, number, number])[] {
  const edges: [number, number, number, number][] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const here = predictions[row * side + column];
      if (column + 1 < side && predictions[row * side + column + 1] !== here)
        edges.push([column + 1, row, column + 1, row + 1]);
      if (row + 1 < side && predictions[(row + 1) * side + column] !== here)
        edges.push([column, row + 1, column + 1, row + 1]);
    }
  }
  return edges;
}

/** Classes on the plane, the one with the most points first. */
export function classesOn({ predictions }: Grid): number[] {
  const counts = new Map<number, number>();
  for (const answer of predictions) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([answer]) => answer);
}

const leastDepth = 2; // points from the rim of a region to a name that fits inside

/** A place for the name of each class, deep inside its largest region and clear of the middle row; undefined where none is. */
export function namePlaces(grid: Grid): ReadonlyMap<number, { readonly column: number; readonly row: number }> {
  const { side, predictions } = grid;
  const depths = depthsOf(grid);
  const places = new Map<number, { column: number; row: number; depth: number }>();
  const middle = side >> 1;
  for (let at = 0; at < predictions.length; at++) {
    const [row, column] = [Math.floor(at / side), at % side];
    const answer = predictions[at]!;
    const depth = Math.min(depths[at]!, 6) + (Math.abs(row - middle) > 4 ? 3 : 0);
    if (depths[at]! >= leastDepth && depth > (places.get(answer)?.depth ?? 0))
      places.set(answer, { column, row, depth });
  }
  return places;
}

/** Points from each point to the nearest one of another class or the rim, both counted along rows and columns. */
function depthsOf({ side, predictions }: Grid): Int32Array {
  const depths = new Int32Array(side * side).fill(side);
  const relax = (at: number, neighbour: number, inside: boolean) => {
    const same = inside && predictions[neighbour] === predictions[at];
    depths[at] = Math.min(depths[at]!, same ? depths[neighbour]! + 1 : 1);
  };
  for (let at = 0; at < depths.length; at++) {
    relax(at, at - 1, at % side > 0);
    relax(at, at - side, at >= side);
  }
  for (let at = depths.length - 1; at >= 0; at--) {
    relax(at, at + 1, at % side < side - 1);
    relax(at, at + side, at < side * (side - 1));
  }
  return depths;
}

const corners = 120;

/** The ε-ball where the plane cuts it, as a closed line of (along, across). It is no square: the norm is that of all pixels. */
export function ballOutline(norm: Norm, { along, across, radius }: Pick<Landscape, 'along' | 'across' | 'radius'>) {
  return Array.from({ length: corners }, (_, i): readonly [number, number] => {
    const angle = (2 * Math.PI * i) / corners;
    const [a, b] = [Math.cos(angle), Math.sin(angle)];
    const length = lengthOf(
      norm,
      along.map((value, p) => a * value + b * across[p]!),
    );
    return [(a * radius) / length, (b * radius) / length];
  });
}

/** Where the iterates of an attack fall on the plane, seen at right angles to it. */
export function projected(
  clean: Float32Array,
  iterates: readonly Float32Array[],
  { along, across }: Pick<Landscape, 'along' | 'across'>,
): readonly (readonly [number, number])[] {
  const [squareAlong, squareAcross] = [dot(along, along), dot(across, across)];
  return iterates.map((pixels) => {
    const delta = pixels.map((value, p) => value - clean[p]!);
    return [dot(delta, along) / squareAlong, dot(delta, across) / squareAcross] as const;
  });
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, p) => sum + value * b[p]!, 0);
