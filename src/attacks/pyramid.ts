import type { Rng } from '../core/rng.ts';

/**
 * The pattern that the l2 Square Attack adds to a window (arXiv:1912.00049, eq. 2): two hills side by side, one up and one
 * down, of unit length, lying or standing at random. `side` × `side` values, row by row.
 */
export function pyramid(side: number, rng: Rng): Float64Array {
  const half = Math.floor(side / 2);
  const [upper, lower] = [hill(half, side), hill(side - half, side)];
  const lying = Float64Array.from([...upper, ...lower.map((value) => -value)]);
  const length = Math.sqrt(lying.reduce((sum, value) => sum + value * value, 0));
  const standing = rng.uniform() < 0.5;
  return lying.map((_, i) => lying[standing ? (i % side) * side + Math.floor(i / side) : i]! / length);
}

/** Nested rectangles round the middle, the m-th from inside adding 1/m², then scaled to unit length. */
function hill(height: number, width: number): Float64Array {
  const values = new Float64Array(height * width);
  const [middleRow, middleColumn] = [Math.floor(height / 2), Math.floor(width / 2)];
  const rings = Math.max(middleRow, middleColumn) + 1;
  values.forEach((_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    const inner = Math.max(Math.abs(row - middleRow), Math.abs(column - middleColumn));
    for (let ring = inner; ring < rings; ring++) values[i]! += 1 / (ring + 1) ** 2;
  });
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? values.map((value) => value / length) : values;
}
