import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GraphBuilder, graphBuilder } from '../src/classifiers/graph/builder.ts';
import { type Graph, inputId, type Pair } from '../src/classifiers/graph/graph.ts';
import { samePadding } from '../src/classifiers/graph/windowPadding.ts';
import { exportOnnx } from '../src/classifiers/onnx/exportOnnx.ts';
import { makeRng } from '../src/core/rng.ts';
import { openLab } from '../src/engine/lab.ts';
import { openNodeEnv } from '../src/platform/nodeEnv.ts';
import { npyFile } from '../src/spec/export/npyFile.ts';

// How long a model of 26 MB takes to open from disk, and one image of it to be attacked: node --import tsx bench/largeModel.ts [file]
// With a file, the model is written there as well, to be dropped on the page.

const side = 224;
const classes = 1000;
const width = 1.25; // of MobileNet (Howard et al. 2017, arXiv:1704.04861, table 1)
/** Filters of each depthwise separable block, and its stride. */
const blocks = [
  ...[
    [64, 1],
    [128, 2],
    [128, 1],
    [256, 2],
    [256, 1],
    [512, 2],
  ],
  ...[
    [512, 1],
    [512, 1],
    [512, 1],
    [512, 1],
    [512, 1],
    [1024, 2],
    [1024, 1],
  ],
] as const satisfies readonly (readonly [number, number])[];

/** MobileNet of this width with random weights. */
function mobileNet(): Graph {
  const builder = graphBuilder('mobilenet', [side, side, 3]);
  const random = makeRng(1).fork('weights');
  const weight = (name: string, shape: readonly number[], fan: number) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length: size }, () => (2 * random.uniform() - 1) * Math.sqrt(6 / fan));
    return builder.weight(name, { shape, values, trainable: true });
  };
  const filters = (n: number) => Math.round(n * width);
  let at = convolution(builder, 'first', inputId, weight('first/kernel', [3, 3, 3, filters(32)], 27), 3, 2);
  for (const [i, [n, stride]] of blocks.entries()) {
    const depth = builder.shape(at)[2]!;
    at = depthwise(builder, `deep_${i}`, at, weight(`deep_${i}/kernel`, [3, 3, depth, 1], 9), stride);
    at = convolution(builder, `point_${i}`, at, weight(`point_${i}/kernel`, [1, 1, depth, filters(n)], depth), 1, 1);
  }
  const pooled = builder.add('pool', [at], { op: 'reduce', function: 'mean', axes: [0, 1], keepDims: false });
  const kernel = weight('scores/kernel', [filters(1024), classes], filters(1024));
  return builder.finish(builder.add('scores', [pooled], { op: 'dense', kernel }));
}

function windowOf(builder: GraphBuilder, at: string, size: number, stride: number) {
  const [height, across] = builder.shape(at) as unknown as Pair;
  const strides: Pair = [stride, stride];
  const padding = samePadding([height, across], { size: [size, size], strides, dilations: [1, 1] });
  return { strides, padding, dilations: [1, 1] as Pair };
}

const rectified = (builder: GraphBuilder, name: string, at: string) =>
  builder.add(`${name}/relu`, [at], { op: 'activate', function: { kind: 'clip', min: 0, max: 6 } });

function convolution(builder: GraphBuilder, name: string, at: string, kernel: string, size: number, stride: number) {
  const window = windowOf(builder, at, size, stride);
  return rectified(builder, name, builder.add(name, [at], { op: 'conv2d', kernel, groups: 1, ...window }));
}

function depthwise(builder: GraphBuilder, name: string, at: string, kernel: string, stride: number) {
  const window = windowOf(builder, at, 3, stride);
  return rectified(builder, name, builder.add(name, [at], { op: 'depthwiseConv2d', kernel, ...window }));
}

const folder = await mkdtemp(join(tmpdir(), 'epsilon-large-'));
try {
  const model = process.argv[2] ?? join(folder, 'mobilenet.onnx');
  const bytes = exportOnnx(mobileNet(), 'mobilenet');
  await writeFile(model, bytes);
  const { env } = await openNodeEnv({});
  const lab = openLab(env);
  const rng = makeRng(2);
  const pixels = Uint8Array.from({ length: side * side * 3 }, () => Math.floor(256 * rng.uniform()));
  await writeFile(join(folder, 'x.npy'), npyFile([1, side, side, 3], pixels));
  /** One image attacked, its true class being this one. */
  const attack = async (label: number, id: 'fgsm' | 'pgd' | 'deepfool') => {
    const labels = join(folder, `y-${label}.npy`);
    await writeFile(labels, npyFile([1], Int32Array.of(label)));
    const data = `file:${join(folder, 'x.npy')},${labels}`;
    const spec = { model: `file:${model}`, data, count: '1', defense: 'none', eps: '8/255', attack: id };
    const cell = { attack: id, defense: 'none', adaptive: true, epsilon: id === 'deepfool' ? null : 8 / 255 } as const;
    const began = env.now();
    const crafted = await lab.craft(spec, { cell, images: [0], trace: false }, new AbortController().signal);
    return { crafted, seconds: (env.now() - began) / 1000 };
  };
  const { crafted: first, seconds } = await attack(0, 'fgsm'); // an image that is wrong already is only looked at
  const answer = first.cleanProbabilities.indexOf(Math.max(...first.cleanProbabilities));
  console.log(
    `${(bytes.length / 1e6).toFixed(1)} MB opened and asked in ${seconds.toFixed(2)} s (${env.backend.name})`,
  );
  await attack(answer, 'fgsm'); // opens the model beside the new label
  for (const id of ['fgsm', 'pgd', 'deepfool'] as const) {
    const { crafted, seconds: took } = await attack(answer, id);
    const after = crafted.adversarialProbabilities.indexOf(Math.max(...crafted.adversarialProbabilities));
    console.log(
      `${id}: ${took.toFixed(2)} s, class ${answer} to ${after}, distance ${crafted.distances[0]!.toFixed(4)}`,
    );
  }
  lab.dispose();
} finally {
  await rm(folder, { recursive: true });
}
