import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { RunEvent } from '../src/spec/events.ts';
import { reportRows } from '../src/spec/export/reportRows.ts';
import { applyEvent, emptyReport } from '../src/spec/report.ts';
import type { SpecText } from '../src/spec/spec.ts';
import type { TrainEvent } from '../src/training/events.ts';
import type { ModelFiles } from '../src/training/modelFiles.ts';
import type { Recipe } from '../src/training/recipe.ts';
import type { Engine } from '../workers/engine.ts';
import { createNodeEngine } from '../workers/nodeEngine.ts';
import { networkA } from './networks.ts';
import type { Settings } from './settings.ts';

/** PGD-40 over many digits, as the command line runs it. */
export interface ScaleRow {
  readonly earlyStop: boolean;
  readonly workers: number;
  readonly images: number;
  readonly seconds: number;
  /** Share of all images that withstood it: the same in every row. */
  readonly robustAccuracy: number | null;
}

/** One epoch of Fast adversarial training of network A. */
export interface TrainingRow {
  readonly workers: number;
  readonly images: number;
  readonly seconds: number;
}

/** Memory of the whole process once a run is over, in bytes, where garbage is collected as soon as it may be. */
export interface MemoryRow {
  readonly images: number;
  readonly bytes: number;
}

export interface Scale {
  readonly network: string;
  readonly rows: readonly ScaleRow[];
  readonly training: readonly TrainingRow[];
  readonly memory: readonly MemoryRow[];
}

const digits = Array.from({ length: 10 }, (_, i) => String(i));
const images = 1000;
const host = { signal: new AbortController().signal, emit: () => undefined };

/** Network A after one epoch over embedded digits, so that stopping at success means something. */
const recipe: Recipe = {
  id: 'network-a',
  title: 'Network A',
  summary: 'Two convolutions and two dense layers, one epoch.',
  method: { kind: 'plain' },
  inputShape: [28, 28, 1],
  classNames: digits,
  architecture: networkA.architecture,
  data: { set: 'mnist-embedded', from: 1000, to: 7500 },
  holdout: 500,
  epochs: 1,
  batchSize: 50,
  optimizer: { kind: 'adam', learningRate: 0.001, schedule: 'cosine' },
  augmentation: { shift: 0 },
  seed: 1,
  licence: 'Apache-2.0',
};

/** PGD-40 over 1,000 digits on network A with one worker and with all, and what 10,000 images leave in memory. */
export async function measureScale({ say, rounds }: Settings): Promise<Scale> {
  const folder = await mkdtemp(join(tmpdir(), 'network-a-'));
  try {
    const pools = [...new Set([1, availableParallelism()])];
    const training: TrainingRow[] = [];
    for (const workers of pools) training.push(await trainFast(workers, say));
    const model = await train(folder, say);
    const rows: ScaleRow[] = [];
    for (const workers of pools)
      for (const earlyStop of [false, true]) rows.push(await timed({ model, workers, earlyStop, rounds, say }));
    return { network: 'a', rows, training, memory: await memory(say) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function train(folder: string, say: Settings['say']): Promise<string> {
  say('scale: network A learns 6,000 digits');
  return withEngine(availableParallelism(), async (engine) => {
    const trained = await engine.train({ recipe }, host);
    const files = (await engine.exportModel(recipe, trained, host)) as ModelFiles; // the recipe has layers
    await writeFile(join(folder, 'weights.bin'), files['weights.bin']);
    const path = join(folder, 'model.json');
    await writeFile(path, files['model.json']);
    return path;
  });
}

const fast: Recipe = {
  ...recipe,
  method: { kind: 'fast', epsilon: 0.3, stepSize: 1.25, rampEpochs: 0 },
  data: { set: 'mnist-embedded', from: 1000, to: 5000 },
  batchSize: 128,
};

/** The best of three epochs. */
async function trainFast(workers: number, say: Settings['say']): Promise<TrainingRow> {
  const images = fast.data.to - fast.data.from - fast.holdout;
  say(`scale: network A is trained adversarially by ${workers}`);
  return withEngine(workers, async (engine) => {
    const seconds: number[] = [];
    const emit = (event: TrainEvent) => event.kind === 'epoch' && seconds.push(images / event.imagesPerSecond);
    for (let round = 0; round < 3; round++) await engine.train({ recipe: fast }, { ...host, emit });
    return { workers, images, seconds: Math.min(...seconds) };
  });
}

interface Trial extends Pick<Settings, 'rounds' | 'say'> {
  readonly model: string;
  readonly workers: number;
  readonly earlyStop: boolean;
}

/** The best of a few runs after one that warms up. */
function timed({ model, workers, earlyStop, rounds, say }: Trial): Promise<ScaleRow> {
  const text = { model: `file:${model}`, ...pgd40, 'pgd.earlyStop': String(earlyStop) };
  say(`scale: ${images} digits, pool of ${workers}${earlyStop ? ', stop at success' : ''}`);
  return withEngine(workers, async (engine) => {
    await run(engine, { ...text, count: '50', 'pgd.steps': '1' });
    const found = [];
    for (let round = 0; round < Math.min(rounds, 3); round++)
      found.push(await run(engine, { ...text, count: String(images) }));
    const [best] = found.sort((a, b) => a.seconds - b.seconds);
    return { workers, earlyStop, images, ...best! };
  });
}

/** At the budget that papers use for MNIST. */
const pgd40: SpecText = { attack: 'pgd', 'pgd.steps': '40', defense: 'none', eps: '0.3' };

async function run(engine: Engine, text: SpecText) {
  let report = emptyReport(text);
  const emit = (event: RunEvent) => {
    report = applyEvent(report, event);
  };
  await engine.run(text, { ...host, emit });
  return { seconds: report.finished!.seconds, robustAccuracy: reportRows(report).at(-1)!.robustAccuracy };
}

/** One engine attacks 1,000 digits, then 10,000. */
async function memory(say: Settings['say']): Promise<MemoryRow[]> {
  setFlagsFromString('--gc-global'); // else garbage of a few runs comes and goes, a quarter of all memory
  const rows = await withEngine(availableParallelism(), async (engine) => {
    const found: MemoryRow[] = [];
    for (const count of [1000, 1000, 10_000]) {
      say(`scale: memory after ${count} digits`);
      await engine.run({ attack: 'pgd', 'pgd.steps': '10', defense: 'none', eps: '0.1', count: String(count) }, host);
      found.push({ images: count, bytes: process.memoryUsage().rss });
    }
    return found.slice(1); // the first run also brought the engine up
  });
  setFlagsFromString('--no-gc-global');
  return rows;
}

async function withEngine<T>(workers: number, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = createNodeEngine({ backend: 'wasm', workers });
  try {
    return await work(engine);
  } finally {
    engine.close();
  }
}
