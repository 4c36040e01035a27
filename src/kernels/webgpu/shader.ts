import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';

type Triple = [number, number, number];

/** A compute shader in the dialect of the backend, which declares inputs, output and uniforms around `code`. */
export interface Shader {
  /** Names the code: two shaders with the same key must have the same code. */
  readonly key: string;
  /** Operands by the name under which `code` reads their values; their shapes are `uniforms.<name>Shape`. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly outShape: readonly number[];
  /** Whole or floating-point numbers by the name under which `code` reads them from `uniforms`. */
  readonly uniforms?: Readonly<Record<string, Uniform>>;
  readonly workgroupSize: Triple;
  /** Workgroups along x, y and z. */
  readonly workgroups: Triple;
  /** WGSL that defines `fn main()`. It may read `localId`, `localIndex`, `workgroupId` and `flatIndex()`; it writes to `result`. */
  readonly code: string;
}

export type Uniform =
  | { readonly type: 'i32' | 'f32'; readonly value: number }
  | { readonly type: 'vec2<i32>'; readonly value: readonly [number, number] };

export const whole = (value: number): Uniform => ({ type: 'i32', value });
export const real = (value: number): Uniform => ({ type: 'f32', value });
export const pair = (x: number, y: number): Uniform => ({ type: 'vec2<i32>', value: [x, y] });

/** Threads of a workgroup that runs along one axis. */
export const threads = 64;
const mostAcross = 4096; // workgroups along x, far below what any adapter takes

/** Enough workgroups of `threads` for `count` threads, in two dimensions; `flatIndex()` tells a thread its number. */
export const spread = (count: number): Triple => {
  const groups = Math.ceil(count / threads);
  return [Math.min(groups, mostAcross), Math.ceil(groups / mostAcross), 1];
};

const flatIndex = `
  fn flatIndex() -> i32 {
    return i32((workgroupId.y * numWorkgroups.x + workgroupId.x) * ${threads}u + localIndex);
  }`;

/** Puts a shader on the queue. The inputs are borrowed, the float32 result is owned by the caller. */
export function runShader(backend: WebGPUBackend, shader: Shader): TensorInfo {
  const { inputs, uniforms = {} } = shader;
  const values = Object.values(uniforms).map(({ type, value }) => ({
    type: type === 'f32' ? 'float32' : 'int32',
    data: [value].flat() as number[], // one number or two
  }));
  return backend.runWebGPUProgram(programOf(shader), Object.values(inputs), 'float32', values);
}

function programOf({ key, inputs, outShape, uniforms = {}, workgroupSize, workgroups, code }: Shader): WebGPUProgram {
  return {
    shaderKey: `epsilon-lab ${key}`,
    variableNames: Object.keys(inputs),
    uniforms: Object.entries(uniforms)
      .map(([name, { type }]) => `${name} : ${type}, `)
      .join(''),
    outputShape: [...outShape],
    workgroupSize,
    dispatch: workgroups,
    dispatchLayout: { x: [0], y: [1], z: [2] }, // read by nothing: `code` finds its place by itself
    getUserCode: () => flatIndex + code,
  };
}

interface PerNumber {
  readonly key: string;
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  /** For how many numbers it is done; absent for as many as the first input has. */
  readonly count?: number;
  /** Absent for the shape of the first input. */
  readonly outShape?: readonly number[];
  readonly uniforms?: Readonly<Record<string, Uniform>>;
  /** What is done for number `i`. */
  readonly code: string;
}

/** A shader in which every thread has one number. */
export function perNumber(backend: WebGPUBackend, { key, inputs, uniforms, code, ...sizes }: PerNumber): TensorInfo {
  const { shape } = Object.values(inputs)[0]!;
  const { count = util.sizeFromShape(shape), outShape = shape } = sizes;
  return runShader(backend, {
    key,
    inputs,
    outShape,
    uniforms: { count: whole(count), ...uniforms },
    workgroupSize: [threads, 1, 1],
    workgroups: spread(count),
    code: `
      fn main() {
        let i = flatIndex();
        if (i >= uniforms.count) { return; }
        ${code}
      }`,
  });
}
