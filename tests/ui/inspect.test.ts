import { describe, expect, it } from 'vitest';
import { number } from '../../src/core/params.ts';
import { budgetText } from '../../src/ui/inspect/budgetText.ts';
import { crop } from '../../src/ui/inspect/crop.ts';
import { landscapeCsv, landscapeTable } from '../../src/ui/inspect/landscapeRows.ts';
import { ballOutline, boundaryOf, namePlaces, projected, runsOf } from '../../src/ui/inspect/landscapeShapes.ts';
import { nextValue, positionOf, valueAt } from '../../src/ui/inspect/sliderScale.ts';
import { stripSteps } from '../../src/ui/inspect/traceSeries.ts';

/** Three by three points: class 1 in the right column. */
const small = {
  side: 3,
  predictions: Int32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
  margins: Float32Array.of(4, 4, 1, 4, 1, 1, 4, 4, 1),
};

describe('the shapes of a landscape', () => {
  it('cover every point once, with its class and shade', () => {
    const covered = runsOf(small).flatMap(({ row, from, to, answer, level }) =>
      Array.from({ length: to - from + 1 }, (_, i) => [row * 3 + from + i, answer, level]),
    );
    expect(covered.map(([at]) => at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(covered[0]).toEqual([0, 0, 3]);
    expect(covered[4]).toEqual([4, 0, 1]);
    expect(covered[5]).toEqual([5, 1, 1]);
  });

  it('have a boundary between different classes only', () => {
    expect(boundaryOf(small)).toEqual([0, 1, 2].map((row) => [2, row, 2, row + 1]));
  });

  it('name a class only where the name fits, inside its own region', () => {
    const side = 15;
    const predictions = Int32Array.from({ length: side * side }, (_, at) => Number(at % side > 13));
    const places = namePlaces({ side, predictions, margins: new Float32Array(side * side) });
    expect(places.has(1)).toBe(false); // one column wide
    const { column, row } = places.get(0)!;
    expect(predictions[row * side + column]).toBe(0);
    expect(Math.abs(row - 7)).toBeGreaterThan(4); // clear of the path
  });

  it('draw the ball as the norm has it: a circle in L2, a diamond where signs meet in L∞', () => {
    const l2 = ballOutline('l2', { along: Float32Array.of(1, 0), across: Float32Array.of(0, 1), radius: 2 });
    for (const [a, b] of l2) expect(Math.hypot(a, b)).toBeCloseTo(2, 6);
    const signs = { along: Float32Array.of(1, 1), across: Float32Array.of(1, -1), radius: 2 };
    for (const [a, b] of ballOutline('linf', signs)) expect(Math.abs(a) + Math.abs(b)).toBeCloseTo(2, 6);
  });

  it('put the iterates of an attack where they are on the plane', () => {
    const plane = { along: Float32Array.of(1, 1, 0), across: Float32Array.of(1, -1, 0) };
    const clean = Float32Array.of(0.5, 0.5, 0.5);
    const [at] = projected(clean, [Float32Array.of(1, 0.75, 0.125)], plane);
    expect(at).toEqual([0.375, 0.125]); // what leaves the plane is not seen
  });

  it('become rows with lengths, classes and confidences', () => {
    const land = {
      ...small,
      image: 0,
      radius: 0.1,
      reach: 0.2,
      confidences: new Float32Array(9).fill(0.5),
      along: new Float32Array(1),
      across: new Float32Array(1),
      directed: true,
      flipsAt: null,
      noise: { draws: 0, flips: 0 },
    };
    const rows = landscapeCsv(land, ['zero', 'one']);
    expect(rows).toHaveLength(10);
    expect(rows[3]).toEqual([0.2, -0.2, 'one', 0.5, 1]);
    expect(landscapeTable(land, ['zero', 'one'])).toEqual([
      ['', -0.2],
      [-0.2, 'zero, 50.0'],
    ]);
  });
});

describe('a slider', () => {
  const log = number({ label: '', help: '', default: 1, min: 0.001, max: 2, scale: 'log' });
  const whole = { ...log, integer: true, min: 1, max: 1000 };
  const linear = number({ label: '', help: '', default: 1, min: 0, max: 5 });

  it('gives back the value it stands at', () => {
    for (const [param, values] of [
      [log, [0.001, 0.05, 0.4, 2]],
      [whole, [1, 7, 40, 1000]],
      [linear, [0, 1.25, 5]],
    ] as const)
      for (const value of values) expect(valueAt(param, positionOf(param, value))).toBeCloseTo(value, 9);
  });

  it('reaches another value with every step, up and down, and stops at the ends', () => {
    for (const [param, value] of [
      [whole, 1],
      [whole, 10],
      [whole, 100],
      [log, 0.1],
      [linear, 2],
    ] as const) {
      expect(nextValue(param, value, 1)).toBeGreaterThan(value);
      if (value > param.min) expect(nextValue(param, value, -1)).toBeLessThan(value);
    }
    expect(nextValue(whole, 1, -1)).toBe(1);
    expect(nextValue(whole, 1000, 1)).toBe(1000);
  });
});

describe('small things on the page', () => {
  it('give a budget in both notations', () => {
    expect(budgetText('linf', 38 / 255)).toBe('38/255 (0.149)');
    expect(budgetText('linf', Math.fround(38 / 255))).toBe('38/255 (0.149)');
    expect(budgetText('linf', 0.15)).toBe('0.15 (38.3/255)');
    expect(budgetText('l2', 1.4999)).toBe('1.5');
  });

  it('cut a square piece out of an image of several channels', () => {
    const pixels = Float32Array.from({ length: 3 * 4 * 2 }, (_, i) => i);
    expect([...crop(pixels, [3, 4, 2], { x: 1, y: 1 }, 2)]).toEqual([10, 11, 12, 13, 18, 19, 20, 21]);
  });

  it('show six steps of a path, the flip among them', () => {
    expect(stripSteps(40, 11)).toEqual([0, 11, 16, 24, 32, 40]);
    expect(stripSteps(3, 2)).toEqual([0, 1, 2, 3]);
    expect(stripSteps(40, undefined)).toEqual([0, 8, 16, 24, 32, 40]);
  });
});
