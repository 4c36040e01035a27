import { describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import { bilinear, lookUp, type Size, turnedAndMoved } from '../../src/tensor/bilinear.ts';

const pixelsOf = (count: number) => {
  const rng = makeRng('pixels');
  return Float32Array.from({ length: count }, () => rng.uniform());
};
const moved = (size: Size, degrees: number, down: number, right: number) =>
  bilinear(size, size, turnedAndMoved(size, (degrees * Math.PI) / 180, down, right));

describe('a bilinear lookup', () => {
  it('changes nothing when nothing turns or moves', () => {
    const pixels = pixelsOf(5 * 7 * 3);
    expect(lookUp(pixels, 3, moved([5, 7], 0, 0, 0))).toEqual(pixels);
  });

  it.each([4, 5])('turns a square of side %i by 90° as transposing and mirroring do', (side) => {
    const pixels = pixelsOf(side * side * 2);
    const at = (row: number, column: number, c: number) => pixels[(row * side + column) * 2 + c]!;
    const turned = lookUp(pixels, 2, moved([side, side], 90, 0, 0));
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++)
        for (const c of [0, 1])
          expect(turned[(row * side + column) * 2 + c]).toBeCloseTo(at(column, side - 1 - row, c), 6);
  });

  it('moves by whole pixels exactly, and lets black in', () => {
    const pixels = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect([...lookUp(pixels, 1, moved([2, 3], 0, 1, -1))]).toEqual([0, 0, 0, 2, 3, 0]);
  });

  it('takes the mean half-way between two pixels', () => {
    expect([...lookUp(Float32Array.of(0.2, 0.6), 1, moved([1, 2], 0, 0, 0.5))]).toEqual([
      expect.closeTo(0.1, 6),
      expect.closeTo(0.4, 6),
    ]);
  });
});
