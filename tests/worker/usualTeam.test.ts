import { expect, it } from 'vitest';
import { usualTeam } from '../../workers/trainTogether.ts';

it('shares a training out where an attack comes before each step, and no other', () => {
  expect(usualTeam({ method: { kind: 'plain' } }, 8)).toBe(1);
  expect(usualTeam({ method: { kind: 'gaussian', sigma: 0.5 } }, 8)).toBe(1);
  expect(usualTeam({ method: { kind: 'fast', epsilon: 0.3, stepSize: 1.25, rampEpochs: 0 } }, 8)).toBe(8);
});
