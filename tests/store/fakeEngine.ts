import { type AttackId, workOf } from '../../src/attacks/catalog.ts';
import { sha256Hex } from '../../src/core/bytes.ts';
import { LabError } from '../../src/core/errors.ts';
import { plainPixels } from '../../src/core/preprocessing.ts';
import { makeRng } from '../../src/core/rng.ts';
import { wilson } from '../../src/core/stats.ts';
import { chainName } from '../../src/defenses/catalog.ts';
import { type Cell, planCells } from '../../src/spec/cells.ts';
import { attackCost, totalWork } from '../../src/spec/cost.ts';
import type { Crafted, CraftRequest } from '../../src/spec/craft.ts';
import type { CellBlock, CleanBlock, RunEvent } from '../../src/spec/events.ts';
import type { Landscape, LandscapeRequest, Looked } from '../../src/spec/landscape.ts';
import { parseSpec, type Spec, type SpecText } from '../../src/spec/spec.ts';
import type { TrainHost } from '../../workers/client.ts';
import type { Engine, TrainingLesson } from '../../workers/engine.ts';
import type { Checkpoint } from '../../workers/protocol.ts';

const classes = 10;
const side = 28;

interface FakeOptions {
  /** Pause between two blocks; 0 only yields. */
  readonly pauseMs?: number;
  readonly blockSize?: number;
  /** Fails after this many events. */
  readonly failAfter?: number;
}

/** An engine without a model: every image has a fixed strength, every attack a fixed power. Same spec, same numbers. */
export function fakeEngine({
  pauseMs = 0,
  blockSize = 50,
  failAfter = Number.POSITIVE_INFINITY,
}: FakeOptions = {}): Engine {
  return {
    backend: Promise.resolve({
      backend: 'wasm',
      adapter: 'SIMD, 2 workers',
      checks: [
        { name: 'forward', error: 2e-7, limit: 1e-4 },
        { name: 'gradient', error: 3.1e-7, limit: 1e-3 },
      ],
      rejected: [{ backend: 'webgpu', reason: 'no adapter' }],
      stockKernels: undefined,
      batch: 25,
    }),
    run: async (text, { signal, emit }) => {
      let left = failAfter;
      for (const event of eventsOf(text, blockSize)) {
        await pause(pauseMs);
        if (signal.aborted) throw new LabError('cancelled', 'stopped');
        if (left-- <= 0) throw new LabError('asset', 'models/mnist-cnn/weights.bin: expected 1000 bytes, got 12');
        emit(event);
      }
    },
    craft: async (text, request, { signal }) => {
      await pause(pauseMs);
      if (signal.aborted) throw new LabError('cancelled', 'stopped');
      return craft(parseSpec(text), request);
    },
    landscape: async (_, request, { signal }) => {
      await pause(pauseMs);
      if (signal.aborted) throw new LabError('cancelled', 'stopped');
      return landscape(request);
    },
    look: async (_, images) => {
      await pause(pauseMs);
      return look(images);
    },
    train: (lesson, host) => fakeTraining(lesson, host, pauseMs),
    exportModel: async (_, { state }) => ({
      'model.json': new TextEncoder().encode('{}'),
      'weights.bin': new Uint8Array(state.slice().buffer),
      parameters: state.length,
    }),
    audit: async ({ name, files, preprocessing = plainPixels, classNames = [] }) => ({
      model: {
        kind: 'model',
        id: `own:${sha256Hex(new TextEncoder().encode(JSON.stringify([Object.keys(files), preprocessing, classNames]))).slice(0, 12)}`,
        name,
        format: 'onnx',
        shape: [side, side, 1],
        classes,
        classNames,
        preprocessing,
        access: { kind: 'trainable' },
        softmaxRemoved: false,
        size: 1,
      },
      preview: {
        data: 'mnist',
        converted: false,
        pixels: new Float32Array(side * side),
        labels: Int32Array.of(0),
        predictions: Int32Array.of(0),
        confidences: Float32Array.of(1),
        right: { count: 1, n: 1 },
      },
    }),
    convert: async (model, format) => new TextEncoder().encode(`${model} as ${format}`),
    close: () => {},
  };
}

/** Each epoch is one step better than the one before, until the fourth, which is worse. */
async function fakeTraining(
  { recipe, resumeFrom }: TrainingLesson,
  { signal, emit, hold }: TrainHost,
  pauseMs: number,
): Promise<Checkpoint> {
  const done = resumeFrom?.epochs ?? 0;
  const pace = { loss: 1, imagesPerSecond: 100, secondsLeft: 9 };
  let checkpoint = resumeFrom;
  emit({ kind: 'started', parameters: 3, done, epochs: recipe.epochs });
  for (let epoch = done + 1; epoch <= recipe.epochs; epoch++) {
    emit({ kind: 'step', epoch, step: 1, steps: 2, ...pace });
    await pause(pauseMs);
    await hold?.released(signal).catch(() => undefined);
    if (signal.aborted) throw new LabError('cancelled', 'stopped');
    checkpoint = { recipe: 'fake', epochs: epoch, state: Float32Array.of(epoch) };
    emit({ kind: 'checkpoint', checkpoint });
    const accuracy = wilson(epoch === 4 ? 1 : 10 * epoch, 100);
    emit({ kind: 'epoch', epoch, epochs: recipe.epochs, accuracy, robust: accuracy, ...pace });
  }
  emit({ kind: 'finished', seconds: 1, complete: true });
  return checkpoint!;
}

const pause = (ms: number) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve());

function* eventsOf(text: SpecText, blockSize: number): Generator<RunEvent> {
  const spec = parseSpec(text);
  const total = totalWork(spec);
  const steps = new Map(spec.attacks.map((attack) => [attack.id, workOf(attackCost(spec, attack))]));
  yield { kind: 'started', startedAt: '2026-01-01T00:00:00.000Z' };
  yield {
    kind: 'setting',
    setting: {
      version: '0.1.0',
      backend: 'wasm',
      adapter: 'SIMD, 2 workers',
      model: {
        id: spec.model,
        sha256: 'ab12'.repeat(16),
        classNames: Array.from({ length: classes }, (_, k) => String(k)),
      },
      dataset: { id: spec.data, sha256: 'cd34'.repeat(16) },
      shape: [side, side, 1],
    },
  };
  const blocks = Array.from({ length: Math.ceil(spec.count / blockSize) }, (_, i) => ({
    from: i * blockSize,
    n: Math.min(blockSize, spec.count - i * blockSize),
  }));
  let done = 0;
  for (const chain of spec.defenses)
    for (const { from, n } of blocks)
      yield { kind: 'clean', defense: chainName(chain), block: cleanBlock(spec, chainName(chain), from, n) };
  for (const cell of planCells(spec)) {
    for (const { from, n } of blocks) {
      yield { kind: 'cell', cell, block: cellBlock(spec, cell, from, n) };
      done += n * steps.get(cell.attack)!;
      yield { kind: 'progress', shard: 0, done: Math.min(done, total) };
    }
  }
  yield { kind: 'finished', seconds: 4.2, complete: true };
}

const labelOf = (image: number) => image % classes;
const targetOf = ({ goal }: Spec, image: number) =>
  goal.kind === 'untargeted'
    ? -1
    : goal.kind === 'offset'
      ? (labelOf(image) + goal.offset) % classes
      : (labelOf(image) + 5) % classes;
const isRight = (defense: string, image: number) =>
  makeRng(`clean/${defense}`).fork(image).uniform() < (defense === 'none' ? 0.985 : 0.965);
const cleanPrediction = (defense: string, image: number) =>
  isRight(defense, image) ? labelOf(image) : (labelOf(image) + 3) % classes;

const powers: Partial<Record<AttackId, number>> = { fgsm: 0.45, bim: 0.9 };

/** Budget at which the image gives in. */
function threshold(spec: Spec, { attack, defense, adaptive }: Cell, image: number): number {
  const power = powers[attack] ?? 1;
  const base = 0.04 + 0.22 * makeRng('strength').fork(image).uniform() ** 1.2;
  const shield = defense === 'none' ? 1 : adaptive ? 1.25 : 3.2;
  return (base * shield * (spec.norm === 'l2' ? 10 : 1)) / power;
}

/** What an attack with limits of its own may do here. */
const budgetOf = ({ epsilon }: Cell): number => epsilon ?? 0.15;

function answer(spec: Spec, cell: Cell, image: number): number {
  const before = cleanPrediction(cell.defense, image);
  if (before !== labelOf(image) || budgetOf(cell) < threshold(spec, cell, image)) return before;
  const target = targetOf(spec, image);
  return target >= 0 ? target : (labelOf(image) + 1 + (image % 4)) % classes;
}

function peaked(prediction: number, confidence: number): number[] {
  const rest = (1 - confidence) / (classes - 1);
  return Array.from({ length: classes }, (_, k) => (k === prediction ? confidence : rest));
}

const confidenceOf = (name: string, image: number) => 0.55 + 0.44 * makeRng(name).fork(image).uniform();

function cleanBlock(spec: Spec, defense: string, from: number, n: number): CleanBlock {
  const images = Array.from({ length: n }, (_, i) => from + i);
  const predictions = images.map((image) => cleanPrediction(defense, image));
  return {
    from,
    labels: Int32Array.from(images, labelOf),
    predictions: Int32Array.from(predictions),
    probabilities: Float32Array.from(
      images.flatMap((image, i) => peaked(predictions[i]!, confidenceOf('clean', image))),
    ),
    targets: Int32Array.from(images, (image) => targetOf(spec, image)),
  };
}

function cellBlock(spec: Spec, cell: Cell, from: number, n: number): CellBlock {
  const images = Array.from({ length: n }, (_, i) => from + i);
  const predictions = images.map((image) => answer(spec, cell, image));
  const won = images.map((image, i) => {
    const target = targetOf(spec, image);
    return target >= 0 ? predictions[i] === target : predictions[i] !== labelOf(image);
  });
  return {
    from,
    predictions: Int32Array.from(predictions),
    probabilities: Float32Array.from(
      images.flatMap((image, i) => peaked(predictions[i]!, confidenceOf(cell.attack, image))),
    ),
    success: Uint8Array.from(won, Number),
    distances: Float32Array.from(images, () => budgetOf(cell)),
    survives: Uint8Array.from(won, Number),
    queries: undefined,
  };
}

function craft(spec: Spec, { cell, images, trace }: CraftRequest): Crafted {
  const clean = images.map(draw);
  const attacked = (share: number) =>
    Float32Array.from(images.flatMap((image, i) => disturb(clean[i]!, image, budgetOf(cell) * share)));
  const confident = (share: number) =>
    Float32Array.from(
      images.flatMap((image) => {
        const [before, after] = [cleanPrediction(cell.defense, image), answer(spec, cell, image)];
        const [a, b] = [peaked(before, 0.97), peaked(after, confidenceOf(cell.attack, image))];
        return a.map((p, k) => p * (1 - share) + b[k]! * share);
      }),
    );
  const steps = trace
    ? Math.min(
        20,
        Math.max(
          1,
          ...spec.attacks.filter(({ id }) => id === cell.attack).map((attack) => attackCost(spec, attack).gradients),
        ),
      )
    : -1;
  return {
    shape: [side, side, 1],
    images,
    labels: Int32Array.from(images, labelOf),
    clean: Float32Array.from(clean.flat()),
    adversarial: attacked(1),
    cleanProbabilities: confident(0),
    adversarialProbabilities: confident(1),
    distances: Float32Array.from(images, () => budgetOf(cell)),
    targets: Int32Array.from(images, (image) => targetOf(spec, image)),
    trace: Array.from({ length: steps + 1 }, (_, step) => ({
      pixels: attacked(step / steps),
      probabilities: confident((step / steps) ** 2),
      gain: Float32Array.from(images, () => 8 * (step / steps) - 3),
    })),
    learned: cell.attack === 'patch' ? { kind: 'patch', shape: [8, 8, 1], values: checkers(8) } : undefined,
  };
}

/** Half the plane answers with the label, the other half with the class after it. */
function landscape({ image, adversarial, radius, side, draws }: LandscapeRequest): Landscape {
  const right = (i: number) => i % side > (side * 5) / 8;
  const points = Array.from({ length: side * side }, (_, i) => i);
  return {
    image,
    radius,
    reach: 2 * radius,
    side,
    predictions: Int32Array.from(points, (i) => (labelOf(image) + Number(right(i))) % classes),
    confidences: Float32Array.from(points, (i) => (right(i) ? 0.8 : 0.97)),
    margins: Float32Array.from(points, (i) => 1 + (i % side) / side),
    along: adversarial.map(() => 1),
    across: adversarial.map((_, p) => (p % 2 === 0 ? 1 : -1)),
    directed: true,
    flipsAt: radius / 2,
    noise: { draws, flips: 0 },
  };
}

const look = (images: readonly number[]): Looked => ({
  images,
  shape: [side, side, 1],
  pixels: Float32Array.from(images.flatMap(draw)),
  labels: Int32Array.from(images, labelOf),
  size: 10_000,
});
const checkers = (size: number) =>
  Float32Array.from({ length: size * size }, (_, i) => (Math.floor(i / size) + (i % size)) % 2);

/** A ring or a bar, by class, so that pictures can be told apart. */
function draw(image: number): number[] {
  const label = labelOf(image);
  return Array.from({ length: side * side }, (_, p) => {
    const [y, x] = [Math.floor(p / side) - 13.5, (p % side) - 13.5];
    const radius = Math.hypot(x, y * 0.8);
    const ring = Math.exp(-((radius - 4 - (label % 5)) ** 2) / 3);
    const bar = label > 4 ? Math.exp(-((x * Math.cos(label) + y * Math.sin(label)) ** 2) / 4) * Number(radius < 10) : 0;
    return Math.min(1, Math.max(ring, bar));
  });
}

function disturb(pixels: readonly number[], image: number, size: number): number[] {
  const rng = makeRng('noise').fork(image);
  return pixels.map((value) => Math.min(1, Math.max(0, value + (rng.uniform() < 0.5 ? size : -size))));
}
