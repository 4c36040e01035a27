import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../src/core/errors.ts';
import { normalQuantile } from '../../src/core/normal.ts';
import { formatCertify, parseCertify } from '../../src/spec/certifySpec.ts';
import { certifyJsonSchema } from '../../src/spec/export/certifySchema.ts';
import { certifiedRadius, isDecided, radiusCeiling, votesFor } from '../../src/spec/radius.ts';
import type { SpecText } from '../../src/spec/spec.ts';

const codes = (text: SpecText) => {
  try {
    parseCertify(text);
    return [];
  } catch (error) {
    return problemsOf(error).map(({ where, code }) => `${where}: ${code}`);
  }
};

describe('the radius that votes certify', () => {
  it('has the ceiling σ Φ⁻¹(α^(1/n))', () => {
    for (const [sigma, n, alpha] of [
      [0.5, 1000, 0.001],
      [0.25, 100_000, 0.001],
      [1, 50, 0.05],
    ] as const)
      expect(radiusCeiling({ sigma, n, alpha })).toBeCloseTo(sigma * normalQuantile(alpha ** (1 / n)), 6);
  });

  it('grows with the votes and abstains where the class may not be in the majority', () => {
    const vote = { sigma: 0.5, n: 1000, alpha: 0.001 };
    expect(certifiedRadius(500, vote)).toBeUndefined();
    expect(certifiedRadius(548, vote)).toBeUndefined();
    expect(certifiedRadius(560, vote)).toBeGreaterThan(0);
    expect(certifiedRadius(990, vote)).toBeGreaterThan(certifiedRadius(900, vote)!);
    expect(certifiedRadius(0, vote)).toBeUndefined();
  });

  it('asks for the fewest votes that reach a radius', () => {
    for (const radius of [0, 0.1, 0.5, 1, 1.5]) {
      const n = votesFor(radius, { sigma: 0.5, alpha: 0.001 });
      expect(radiusCeiling({ sigma: 0.5, alpha: 0.001, n })).toBeGreaterThanOrEqual(radius);
      expect(radiusCeiling({ sigma: 0.5, alpha: 0.001, n: n - 1 }) ?? -1).toBeLessThan(radius);
    }
  });

  it('never comes to a decision from 10 votes at α = 0.001', () => {
    for (let first = 0; first <= 10; first++) expect(isDecided(first, 10 - first, 0.001)).toBe(false);
    expect(isDecided(100, 0, 0.001)).toBe(true);
  });
});

describe('the text of a certification', () => {
  it.each([
    [{}],
    [{ model: 'mnist-cnn-pgd', eps: '0.05,0.1', 'pgd.steps': '10', seed: '4' }],
    [{ model: 'mnist-cnn-smooth', method: 'smoothing', sigma: '0.25', n: '500', radii: '0,0.2', count: '200' }],
    [{ method: 'smoothing,interval,linear', alpha: '0.01', n0: '50', eot: '2' }],
  ] as const)('is read and written again as %j', (text) => {
    const written = formatCertify(parseCertify(text));
    expect(written).toEqual({ experiment: 'certify', ...text });
    expect(parseCertify(written)).toEqual(parseCertify(text));
  });

  it('attacks the model in linf, and the vote behind the same noise in l2', () => {
    const { bare, noisy } = parseCertify({ method: 'smoothing,linear', sigma: '0.25', radii: '0.1,0.3', eps: '0.1' });
    expect([bare.norm, bare.epsilons, bare.defenses]).toEqual(['linf', [0.1], [[]]]);
    expect([noisy!.norm, noisy!.epsilons]).toEqual(['l2', [0.1, 0.3]]);
    expect(noisy!.defenses).toEqual([[{ id: 'gaussian', params: { sigma: 0.25 } }]]);
    expect(parseCertify({}).noisy).toBeUndefined();
  });

  it('says before the run what cannot come of it, all at once', () => {
    expect(codes({ method: 'smoothing', sigma: '0' })).toEqual(['sigma: number']);
    expect(codes({ method: 'smoothing', n: '10', radii: '0.5' })).toEqual(['radii: radius-ceiling']);
    expect(codes({ method: 'smoothing', n: '9' })).toEqual(['n: few-votes']);
    expect(codes({ method: 'smoothing', radii: '0.5,1.3,-1' })).toEqual(['radii: radii', 'radii: radius-ceiling']);
    expect(
      codes({
        method: 'crown',
        sigma: '2',
        norm: 'l2',
        attack: 'pgd,fgsm',
        count: '0',
        defense: 'bits',
        'pgd.stepz': '1',
      }),
    ).toEqual([
      'method: choice',
      'norm: unknown',
      'defense: unknown',
      'sigma: number',
      'count: integer',
      'pgd.stepz: unknown',
    ]);
    expect(codes({ attack: 'pgd,fgsm' })).toEqual(['attack: certify-attack']);
    expect(codes({ attack: 'spatial' })).toEqual(['attack: certify-attack']);
  });
});

it('publishes the schema of its reports', () => {
  const published = JSON.parse(readFileSync(new URL('../../docs/certify.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(certifyJsonSchema())));
});
