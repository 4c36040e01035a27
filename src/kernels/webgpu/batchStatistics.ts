import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { BatchMoments, BatchNormSlopes, type BatchNormSlopesAttrs } from '../batchStatistics.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import { unpack } from './packing.ts';
import { perNumber, real, type Uniform, whole } from './shader.ts';

type SlopeInputs = Readonly<Record<'dy' | 'x' | 'mean' | 'variance' | 'gamma', TensorInfo>>;

/** Batch norm by the statistics of the batch, in two shaders forward and three back; composed of operations it takes thirty. */
export function overrideBatchStatistics(backend: WebGPUBackend): Restore[] {
  return [
    overrideKernel(BatchMoments, ({ x }: { x: TensorInfo }) =>
      apart(backend, twoPerChannel(backend, { of: x, added: { x }, finishing: { x }, ...moments })),
    ),
    overrideKernel(BatchNormSlopes, (inputs: SlopeInputs, { epsilon }: BatchNormSlopesAttrs) =>
      slopesOf(backend, inputs, { epsilon: real(epsilon) }),
    ),
  ];
}

function slopesOf(
  backend: WebGPUBackend,
  inputs: SlopeInputs,
  uniforms: Readonly<Record<string, Uniform>>,
): TensorInfo[] {
  const { dy, x, mean, variance } = inputs;
  const sums = { of: x, added: { x, dy, mean }, finishing: { variance }, uniforms, ...weightSlopes };
  const slopes = twoPerChannel(backend, sums);
  const dx = perNumber(backend, {
    key: 'batchNormSlopes',
    inputs: { ...inputs, slopes },
    uniforms: { ...uniforms, channels: whole(slopes.shape[1]!) },
    code: `
      let c = i % uniforms.channels;
      let r = inverseSqrt(variance[c] + uniforms.epsilon);
      let along = (x[i] - mean[c]) * r * slopes[c];
      let rows = f32(uniforms.count / uniforms.channels);
      result[i] = gamma[c] * r * (dy[i] - (slopes[uniforms.channels + c] + along) / rows);`,
  });
  return [dx, ...apart(backend, slopes)];
}

interface Sums {
  readonly key: string;
  readonly of: TensorInfo;
  /** What `add` reads. */
  readonly added: Readonly<Record<string, TensorInfo>>;
  /** What `finish` reads. */
  readonly finishing: Readonly<Record<string, TensorInfo>>;
  readonly uniforms?: Readonly<Record<string, Uniform>>;
  /** Adds the number `at` a place in channel `c` to the sums `a` and `b`. */
  readonly add: string;
  /** Makes two values `first` and `second` of channel `c` from the sums over `rows` numbers. */
  readonly finish: string;
}

// around the first number of the channel, so that a mean far from zero costs no digits
const moments = {
  key: 'batchMoments',
  add: 'let v = x[at] - x[c]; a += v; b += v * v;',
  finish: 'let first = x[c] + a / rows; let second = max(b / rows - a / rows * (a / rows), 0.0);',
};

// of gamma and beta
const weightSlopes = {
  key: 'batchNormWeights',
  add: 'a += dy[at]; b += dy[at] * (x[at] - mean[c]);',
  finish: 'let first = b * inverseSqrt(variance[c] + uniforms.epsilon); let second = a;',
};

const leastRows = 32; // per thread, or bringing the sums together costs more than making them
const mostParts = 256;

/** Two values per channel, `[2, c]`: sums of parts of the rows, which a second shader adds up, always in the same order. */
function twoPerChannel(backend: WebGPUBackend, { key, of, uniforms = {}, ...sum }: Sums): TensorInfo {
  const channels = of.shape.at(-1)!; // images have four dimensions
  const numbers = util.sizeFromShape(of.shape);
  const parts = Math.min(mostParts, Math.ceil(numbers / channels / leastRows));
  const sizes = { ...uniforms, channels: whole(channels), parts: whole(parts), numbers: whole(numbers) };
  const sums = perNumber(backend, {
    key: `${key} of parts`,
    inputs: sum.added,
    count: parts * channels,
    outShape: [parts, 2, channels],
    uniforms: sizes,
    code: `
      let c = i % uniforms.channels;
      let part = i / uniforms.channels;
      var a = 0.0;
      var b = 0.0;
      for (var at = i; at < uniforms.numbers; at += uniforms.count) {
        ${sum.add}
      }
      result[2 * part * uniforms.channels + c] = a;
      result[(2 * part + 1) * uniforms.channels + c] = b;`,
  });
  const both = perNumber(backend, {
    key,
    inputs: { sums, ...sum.finishing },
    count: channels,
    outShape: [2, channels],
    uniforms: sizes,
    code: `
      let c = i;
      let rows = f32(uniforms.numbers / uniforms.channels);
      var a = 0.0;
      var b = 0.0;
      for (var part = 0; part < uniforms.parts; part++) {
        a += sums[2 * part * uniforms.channels + c];
        b += sums[(2 * part + 1) * uniforms.channels + c];
      }
      ${sum.finish}
      result[c] = first;
      result[uniforms.channels + c] = second;`,
  });
  backend.disposeData(sums.dataId);
  return both;
}

/** The two rows of it; the whole is given up. */
function apart(backend: WebGPUBackend, both: TensorInfo): TensorInfo[] {
  const channels = both.shape.slice(1);
  const rows = unpack(backend, both, [channels, channels]);
  backend.disposeData(both.dataId);
  return rows;
}
