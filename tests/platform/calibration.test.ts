import '@tensorflow/tfjs-backend-cpu';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type KernelForms, usualForms } from '../../src/core/kernelForms.ts';
import { type Candidate, fastest, type Stopwatch } from '../../src/kernels/webgpu/calibrate.ts';
import { chooseForms, type FormsQuestion } from '../../src/platform/chooseForms.ts';
import { nodeNotes } from '../../src/platform/nodeNotes.ts';
import type { Notes } from '../../src/platform/notes.ts';
import * as tf from '../../src/tensor/tf.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A device on which each program takes as long as it is told, on a clock that nothing else moves. */
function device(deadline = Number.POSITIVE_INFINITY) {
  let [time, pending, drained] = [0, 0, 0];
  const watch: Stopwatch = {
    now: () => time,
    drain: async () => {
      [time, pending] = [time + pending, 0];
      drained++;
    },
    deadline,
  };
  const candidate = (form: string, ms: number | (() => number), value = 1): Candidate<string> => ({
    form,
    compute: () => {
      pending += typeof ms === 'number' ? ms : ms();
      return tf.tensor1d([value, 2 * value]);
    },
  });
  return { watch, candidate, drained: () => drained };
}

describe('the calibration', () => {
  it('puts the program first that needs least time', async () => {
    const { watch, candidate } = device();
    const programs = [candidate('slow', 9), candidate('fast', 2), candidate('middling', 5)];
    expect(await fastest(programs, watch)).toEqual(['fast', 'middling', 'slow']);
  });

  it('goes by the best of several rounds, so that one hiccup decides nothing', async () => {
    const { watch, candidate } = device();
    const times = [3, 90, 3, 3]; // the first round only warms up
    const jumpy = candidate('jumpy', () => times.shift()!);
    expect(await fastest([candidate('steady', 5), jumpy], watch)).toEqual(['jumpy', 'steady']);
  });

  it('does not take a program that comes to another result, however fast', async () => {
    const { watch, candidate } = device();
    const programs = [candidate('right', 9), candidate('wrong', 1, 1.1), candidate('nothing', 1, Number.NaN)];
    expect(await fastest(programs, watch)).toEqual(['right']);
  });

  it('gives up at the deadline: nothing is started after it', async () => {
    const { watch, candidate, drained } = device(250);
    expect(await fastest([candidate('slow', 200), candidate('slower', 300)], watch)).toBeUndefined();
    expect(drained()).toBe(1);
  });

  it('leaves no tensors behind', async () => {
    const { watch, candidate } = device();
    const before = tf.memory().numTensors;
    await fastest([candidate('a', 1), candidate('b', 2)], watch);
    expect(tf.memory().numTensors).toBe(before);
  });
});

const measured: KernelForms = { inputGradient: ['turned', 'product', 'gather'], filterGradient: ['thread'] };

function memoryNotes(): Notes & { readonly pages: Map<string, unknown> } {
  const pages = new Map<string, unknown>();
  return { pages, read: async (key) => pages.get(key), write: async (key, value) => void pages.set(key, value) };
}
const brokenNotes: Notes = {
  read: () => Promise.reject(new Error('private window')),
  write: () => Promise.reject(new Error('disk full')),
};

function question(change: Partial<FormsQuestion> = {}) {
  let times = 0;
  const measure = async () => {
    times++;
    return measured;
  };
  const asked: FormsQuestion = { adapter: 'A', isSoftware: false, notes: memoryNotes(), measure, ...change };
  return { asked, times: () => times };
}

describe('the choice of programs', () => {
  it('is measured once per adapter, and remembered', async () => {
    const { asked, times } = question();
    expect(await chooseForms(asked)).toEqual({ ...measured, origin: 'measured' });
    expect(await chooseForms(asked)).toEqual({ ...measured, origin: 'remembered' });
    expect(times()).toBe(1);
    expect(await chooseForms({ ...asked, adapter: 'B' })).toMatchObject({ origin: 'measured' });
    expect(times()).toBe(2);
  });

  it('is the usual one on a software adapter, without measuring', async () => {
    const { asked, times } = question({ isSoftware: true });
    expect(await chooseForms(asked)).toEqual({ ...usualForms, origin: 'usual' });
    expect(times()).toBe(0);
  });

  it('is the usual one when time runs out, and is not remembered then', async () => {
    const notes = memoryNotes();
    const { asked } = question({ notes, measure: async () => undefined });
    expect(await chooseForms(asked)).toEqual({ ...usualForms, origin: 'usual' });
    expect(notes.pages.size).toBe(0);
  });

  it('does without notes that cannot be read or written', async () => {
    const { asked } = question({ notes: brokenNotes });
    expect(await chooseForms(asked)).toEqual({ ...measured, origin: 'measured' });
  });

  it.each([
    ['of another version', { inputGradient: ['magic'], filterGradient: ['tiles'] }],
    ['empty', { inputGradient: [], filterGradient: ['tiles'] }],
    ['not even an object', 7],
  ])('does not trust notes that are %s', async (_, note) => {
    const notes = memoryNotes();
    const { asked } = question({ notes });
    await chooseForms(asked);
    notes.pages.set([...notes.pages.keys()][0]!, note);
    expect(await chooseForms(asked)).toMatchObject({ origin: 'measured' });
  });
});

it('notes of the command line are files, and damaged ones are measured again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'notes-'));
  try {
    const { asked } = question({ notes: nodeNotes(folder), adapter: 'Ärger / 二' });
    await chooseForms(asked);
    expect(await chooseForms(asked)).toMatchObject({ origin: 'remembered' });
    const key = encodeURIComponent('kernel forms 1 Ärger / 二');
    await writeFile(join(folder, `${key}.json`), '{');
    expect(await chooseForms(asked)).toMatchObject({ origin: 'measured' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
