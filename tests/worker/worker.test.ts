import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/engine/lab.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import type { SpecText } from '../../src/spec/spec.ts';
import * as tf from '../../src/tensor/tf.ts';
import { connect, type WorkerClient } from '../../workers/client.ts';
import type { Endpoint } from '../../workers/protocol.ts';
import { type Files, idxFiles } from '../modelFiles.ts';
import { channelWorker, fileEnv, openFiles, resultsOf, smallFiles, smallReport, smallText } from './hosts.ts';

let files: Files;
beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await smallFiles();
});

const whole = { from: 0, to: 13 };
const never = new AbortController().signal;

async function startWorker(): Promise<WorkerClient> {
  const client = connect(channelWorker(openFiles(files)).endpoint);
  expect(await client.start({})).toEqual(smallReport);
  return client;
}

async function runOn(
  client: WorkerClient,
  text: SpecText,
  signal = never,
  watch: (event: RunEvent) => void = () => undefined,
) {
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => {
    events.push(event);
    watch(event);
  };
  const outcome = await client.run(text, whole, { signal, emit }).catch((error: unknown) => error);
  return { events, outcome };
}

describe('a worker', () => {
  it('gives what a direct call of the engine gives', async () => {
    const { events, outcome } = await runOn(await startWorker(), smallText);
    const direct: RunEvent[] = [];
    await run(smallText, fileEnv(files), { signal: never, emit: (event) => direct.push(event) });
    expect(outcome).toBeUndefined();
    expect(resultsOf(smallText, events)).toEqual(resultsOf(smallText, direct));
    expect(Object.keys(resultsOf(smallText, events).cells)).toHaveLength(12);
  });

  it('stops when it is told to, keeps what it sent, and serves the next run', async () => {
    const client = await startWorker();
    const stop = new AbortController();
    const { events, outcome } = await runOn(client, { ...smallText, 'pgd.steps': '1000' }, stop.signal, ({ kind }) => {
      if (kind === 'cell') stop.abort();
    });
    expect(outcome).toMatchObject({ code: 'cancelled' });
    expect(events.filter(({ kind }) => kind === 'cell').length).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ kind: 'finished', complete: false });
    expect((await runOn(client, smallText)).outcome).toBeUndefined();
  });

  it('names every problem of a bad experiment', async () => {
    const { outcome } = await runOn(await startWorker(), { ...smallText, eps: 'x', count: '0' });
    expect(outcome).toMatchObject({
      code: 'spec',
      message: expect.stringMatching(/count: expected[\s\S]*eps: expected/),
      problems: [
        { where: 'count', code: 'integer', values: { min: 1, max: 10000, unit: '', got: '0' } },
        { where: 'eps', code: 'budget', values: { largest: 1, got: 'x' } },
      ],
    });
  });

  it('names what does not fit between model and images', async () => {
    const { outcome } = await runOn(await startWorker(), {
      ...smallText,
      data: 'file:images.idx,labels.idx',
      count: '21',
      goal: 'class',
      target: '7',
    });
    expect(outcome).toMatchObject({
      code: 'spec',
      message: expect.stringMatching(/holds 20 images, 21[\s\S]*classes 0 to 2, got 7/),
    });
  });

  it('names an image whose label is no class of the model, and images of another shape', async () => {
    const wrongLabels = connect(channelWorker(openFiles(new Map([...files, ...idxFiles(20, [6, 6], 5)]))).endpoint);
    await wrongLabels.start({});
    expect((await runOn(wrongLabels, smallText)).outcome).toMatchObject({
      code: 'asset',
      message: expect.stringMatching(/image 3 has label 3, the model has classes 0 to 2/),
    });
    const wrongShape = connect(channelWorker(openFiles(new Map([...files, ...idxFiles(20, [5, 7], 3)]))).endpoint);
    await wrongShape.start({});
    expect((await runOn(wrongShape, smallText)).outcome).toMatchObject({
      code: 'spec',
      message: expect.stringMatching(/the model expects images of 6 × 6 × 1, these are 5 × 7 × 1/),
    });
  });

  it('leaves no tensors behind when it moves on to another model', async () => {
    const client = await startWorker();
    await runOn(client, smallText);
    const before = tf.memory().numTensors;
    await runOn(client, { ...smallText, seed: '3', count: '12' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('of another version is refused', async () => {
    const { port1, port2 } = new MessageChannel();
    const client = connect(port1);
    port2.postMessage({ kind: 'ready', version: 999 });
    await expect(client.start({})).rejects.toThrow('worker speaks protocol 999');
    port1.close();
  });

  it('that cannot open a backend says why', async () => {
    const refuse = async () => Promise.reject(new Error('no wings'));
    await expect(connect(channelWorker(refuse).endpoint as Endpoint).start({})).rejects.toThrow('no wings');
  });
});

describe('crafting again', () => {
  it('gives the images that the run judged, in any selection', async () => {
    const client = await startWorker();
    const { events } = await runOn(client, smallText);
    const cell = { attack: 'pgd', defense: 'bits', adaptive: true, epsilon: 0.3 } as const;
    const { cells } = resultsOf(smallText, events);
    const blocks = Object.values(cells).find((entry) => JSON.stringify(entry.cell) === JSON.stringify(cell))!.blocks;
    const distances = blocks.flatMap((block) => [...block.distances]);
    const probabilities = blocks.flatMap((block) => [...block.probabilities]);
    const images = [12, 0, 5, 7, 3];
    const crafted = await client.craft(smallText, { cell, images, trace: false }, never);
    expect([...crafted.distances]).toEqual(images.map((i) => distances[i]));
    expect([...crafted.adversarialProbabilities]).toEqual(images.flatMap((i) => probabilities.slice(3 * i, 3 * i + 3)));
    expect(crafted.images).toEqual(images);
    expect(crafted.adversarial).toHaveLength(5 * 36);
    expect(crafted.trace).toEqual([]);
  });

  it('shows every iterate when asked', async () => {
    const cell = { attack: 'pgd', defense: 'none', adaptive: true, epsilon: 0.3 } as const;
    const { trace } = await (await startWorker()).craft(smallText, { cell, images: [1, 2], trace: true }, never);
    expect(trace).toHaveLength(4);
    for (const { pixels, probabilities, gain } of trace)
      expect([pixels.length, probabilities.length, gain.length]).toEqual([72, 6, 2]);
    expect(trace.at(-1)!.gain[0]).toBeGreaterThan(trace[0]!.gain[0]!);
  });
});

describe('the landscape around an image', () => {
  const cell = { attack: 'pgd', defense: 'bits', adaptive: true, epsilon: 0.3 } as const;
  const request = { cell, image: 5, radius: 0.3, side: 9, draws: 40 };

  async function around(client: WorkerClient) {
    const crafted = await client.craft(smallText, { cell, images: [5], trace: false }, never);
    const { adversarial } = crafted;
    return { crafted, land: await client.landscape(smallText, { ...request, adversarial }, never) };
  }
  const best = (probabilities: Float32Array) => probabilities.indexOf(Math.max(...probabilities));

  it('has the clean answer in its middle and the adversarial one at ε along the attack', async () => {
    const { crafted, land } = await around(await startWorker());
    expect(crafted.distances[0]).toBeCloseTo(0.3, 6);
    expect([land.predictions.length, land.reach]).toEqual([81, 0.6]);
    const [middle, edge] = [4 * 9 + 4, 4 * 9 + 6]; // a = 0 and a = 0.3 in steps of 0.15
    expect(land.predictions[middle]).toBe(best(crafted.cleanProbabilities));
    expect(land.confidences[middle]).toBeCloseTo(Math.max(...crafted.cleanProbabilities), 5);
    expect(land.predictions[edge]).toBe(best(crafted.adversarialProbabilities));
    expect(land.confidences[edge]).toBeCloseTo(Math.max(...crafted.adversarialProbabilities), 5);
  });

  it('is the same every time, and for any batch size', async () => {
    const first = await around(await startWorker());
    const again = await around(await startWorker());
    expect(again.land).toEqual(first.land);
    const other = connect(channelWorker(openFiles(files, 7)).endpoint);
    await other.start({});
    expect((await around(other)).land).toEqual(first.land);
  });

  it('is given up when it is no longer wanted, and the worker goes on', async () => {
    const client = await startWorker();
    const stop = new AbortController();
    const adversarial = new Float32Array(36);
    const asked = client.landscape(smallText, { ...request, side: 401, adversarial }, stop.signal);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect((await around(client)).land.side).toBe(9);
  });

  it('shows clean images by position, and names one that does not exist', async () => {
    const client = await startWorker();
    const { pixels, labels, size, shape } = await client.look(smallText, [3, 1], never);
    const { clean, labels: classes } = await client.craft(smallText, { cell, images: [3, 1], trace: false }, never);
    expect([size, shape]).toEqual([20, [6, 6, 1]]);
    expect([...pixels]).toEqual([...clean]);
    expect([...labels]).toEqual([...classes]);
    await expect(client.look(smallText, [20], never)).rejects.toThrow('holds images 0 to 19, got 20');
  });

  it('leaves no tensors behind', async () => {
    const client = await startWorker();
    await around(client);
    const before = tf.memory().numTensors;
    await around(client);
    expect(tf.memory().numTensors).toBe(before);
  });
});
