import { describe, expect, it } from 'vitest';
import type { SpecText } from '../../src/spec/spec.ts';
import { numbering } from '../../src/ui/results/numbering.ts';
import { writtenReport } from '../spec/writtenReport.ts';

describe('tables and figures', () => {
  const numbers = (text: SpecText) =>
    numbering(writtenReport({ defense: 'none', eps: '0.1', ...text }, () => [0], [0]));

  it.each([
    [{ attack: 'autoattack' }, { credits: 'table.two', gallery: 'fig.two' }],
    [{ attack: 'autoattack,patch' }, { ownLimits: 'table.two', credits: 'table.three', gallery: 'fig.two' }],
    [{ attack: 'patch' }, { ownLimits: 'table.one', gallery: 'fig.one' }],
  ])('are numbered without gaps in a run of %o', (text, wanted) => {
    expect(numbers(text)).toMatchObject(wanted);
  });
});
