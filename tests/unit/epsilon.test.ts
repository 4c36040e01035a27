import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeEpsilon, formatEpsilon, parseEpsilon, withLevels } from '../../src/core/epsilon.ts';

describe('epsilon', () => {
  it.each([
    ['8/255', 8 / 255],
    ['0.03', 0.03],
    [' 16 / 255 ', 16 / 255],
    ['1e-3', 0.001],
  ])('reads %s', (text, value) => expect(parseEpsilon(text)).toBe(value));

  it.each(['', 'x', '8/', '/255', '8//255', '1/0', '0x10'])('refuses %j', (text) =>
    expect(parseEpsilon(text)).toBeUndefined(),
  );

  it('writes what it reads back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (value) => {
        expect(parseEpsilon(formatEpsilon(value))).toBe(Math.abs(value)); // a budget of -0 is a budget of 0
      }),
    );
    for (let level = 0; level <= 255; level++) expect(parseEpsilon(formatEpsilon(level / 255))).toBe(level / 255);
    expect(formatEpsilon(8 / 255)).toBe('8/255');
  });

  it('shows both notations where there are two', () => {
    expect(describeEpsilon(8 / 255)).toBe('8/255 (0.0314)');
    expect(describeEpsilon(0.3)).toBe('0.3');
    expect(describeEpsilon(0.2)).toBe('0.2'); // which is 51/255 as well, but nobody wrote it so
  });
});

describe('budgets written in grey levels', () => {
  it.each([
    ['8', '8/255'],
    ['0.1, 8,16', '0.1, 8/255, 16/255'],
    ['255', '255/255'],
  ])('%j become %j', (text, list) => expect(withLevels(text, 1)).toBe(list));

  it('are seen beyond the diagonal of an image only', () => {
    expect(withLevels('2, 28, 510', 28)).toBe('2, 28, 510/255');
  });

  it.each(['0.1', '1', '8/255', '256', '-8', 'x', ''])('are not seen in %j', (text) =>
    expect(withLevels(text, 1)).toBeUndefined(),
  );
});
