import { describe, expect, it } from 'vitest';
import { extractDoubts } from '../../src/spec/extractDoubts.ts';
import type { HonestPrice } from '../../src/spec/extractEvents.ts';
import { applyExtract, emptyExtract } from '../../src/spec/extractReport.ts';
import type { SpecText } from '../../src/spec/spec.ts';

/** Codes of an extraction whose honest user asked about `n` images. */
function doubts(text: SpecText, n = 1000): string[] {
  const all = { count: n, n };
  const price: HonestPrice = {
    answered: all,
    accuracy: all,
    bareAccuracy: all,
    calibrationError: 0,
    bareCalibrationError: 0,
    distortion: 0,
    falseAlarms: [],
    watching: [],
    addedMs: 0,
  };
  const countermeasures = text.countermeasure!;
  const piece = { kind: 'honest', countermeasures, seed: 0, price } as const;
  const report = applyExtract(emptyExtract({ experiment: 'extract', ...text }), { kind: 'extract', piece });
  return extractDoubts(report).map(({ code, countermeasures }) => `${code} ${countermeasures}`);
}

describe('a theft is fair', () => {
  it('to a measure that bends probabilities only where a thief does without them', () => {
    expect(doubts({ countermeasure: 'reverse-sigmoid', labels: 'soft', thief: 'knockoff' })).toEqual([
      'no-hard-thief reverse-sigmoid',
    ]);
    expect(doubts({ countermeasure: 'reverse-sigmoid', labels: 'soft,hard', thief: 'knockoff' })).toEqual([]);
    expect(doubts({ countermeasure: 'rate-limit', labels: 'soft', thief: 'knockoff' })).toEqual([]);
  });

  it('to a measure that watches only where honest users asked a thousand times', () => {
    expect(doubts({ countermeasure: 'prada' }, 999)).toEqual(['few-honest prada']);
    expect(doubts({ countermeasure: 'prada' }, 1000)).toEqual([]);
    expect(doubts({ countermeasure: 'rounding' }, 10)).toEqual([]);
  });
});
