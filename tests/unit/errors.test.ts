import { describe, expect, it } from 'vitest';
import { failureOf, LabError, problemsOf } from '../../src/core/errors.ts';
import { problem } from '../../src/core/problems.ts';

const problems = [
  problem('count', 'integer', { min: 1, max: 10, unit: '', got: '0' }),
  problem('pgd', 'idle', {}),
  problem('count', 'integer', { min: 1, max: 10, unit: '', got: '0' }),
];

describe('an error', () => {
  it('lists its problems in English, each once', () => {
    const { message } = new LabError('spec', problems);
    expect(message.split('\n')).toEqual([
      'count: expected an integer in [1, 10], got "0"',
      'pgd: settings for something this run does not use; add it to attack or defense',
    ]);
  });

  it.each([new LabError('spec', problems), new LabError('asset', 'weights.bin: cut off')])(
    'is the same after a journey as data: %s',
    (error) => {
      const revived = LabError.revive(structuredClone(failureOf(error)));
      expect({ ...revived, message: revived.message }).toEqual({ ...error, message: error.message });
    },
  );

  it('gives its problems, and is thrown on where it has none', () => {
    expect(problemsOf(new LabError('spec', problems))).toHaveLength(2);
    for (const bug of [new TypeError('x is undefined'), new LabError('contract', 'out of the ball')])
      expect(() => problemsOf(bug)).toThrow(bug);
  });
});
