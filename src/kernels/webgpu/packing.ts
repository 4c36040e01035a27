import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { Pack, Unpack, type UnpackAttrs } from '../packing.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';

/** The private members of tfjs 4.22 that record commands. */
interface Recorder {
  readonly commandEncoder: GPUCommandEncoder;
  readonly commandQueueOwnedIds: WeakSet<object>;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
}

export function overridePacking(backend: WebGPUBackend): Restore[] {
  return [
    overrideKernel(Pack, (inputs: readonly TensorInfo[]) => pack(backend, inputs)),
    overrideKernel(Unpack, ({ x }: { x: TensorInfo }, { shapes }: UnpackAttrs) => unpack(backend, x, shapes)),
  ];
}

const bytesOf = (shape: readonly number[]): number => 4 * util.sizeFromShape([...shape]);

function pack(backend: WebGPUBackend, parts: readonly TensorInfo[]): TensorInfo {
  const total = parts.reduce((sum, { shape }) => sum + util.sizeFromShape(shape), 0);
  const whole = backend.makeTensorInfo([total], 'float32');
  let at = 0;
  for (const part of parts) {
    const bytes = bytesOf(part.shape);
    copy(backend, part, 0, whole, at, bytes);
    at += bytes;
  }
  return whole;
}

/** Tensors of these shapes from the beginning of `whole`; owned by the caller. */
export function unpack(
  backend: WebGPUBackend,
  whole: TensorInfo,
  shapes: readonly (readonly number[])[],
): TensorInfo[] {
  let at = 0;
  return shapes.map((shape) => {
    const part = backend.makeTensorInfo([...shape], 'float32');
    const bytes = bytesOf(shape);
    copy(backend, whole, at, part, 0, bytes);
    at += bytes;
    return part;
  });
}

/** Puts a copy among the commands that are recorded, in their order. */
function copy(
  backend: WebGPUBackend,
  from: TensorInfo,
  fromByte: number,
  to: TensorInfo,
  toByte: number,
  bytes: number,
): void {
  const recorder = backend as unknown as Recorder;
  const [source, target] = [from, to].map(({ dataId }) => {
    backend.uploadToGPU(dataId);
    recorder.commandQueueOwnedIds.add(dataId);
    return backend.tensorMap.get(dataId).resource as GPUBuffer; // only drawing makes other resources
  }) as [GPUBuffer, GPUBuffer];
  recorder.ensureCommandEncoderReady();
  recorder.endComputePassEncoder();
  recorder.commandEncoder.copyBufferToBuffer(source, fromByte, target, toByte, bytes);
}
