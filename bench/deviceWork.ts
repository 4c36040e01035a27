import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '../src/tensor/tf.ts';

/** What one run of a task asks of a graphics processor. The same on every adapter, where times are not. */
export interface DeviceWork {
  /** Shaders that are started. */
  readonly dispatches: number;
  /** Bundles of commands that are handed over. */
  readonly submits: number;
  /** Buffers that are mapped when they are made, to bring numbers there: an allocation by the driver each. */
  readonly uploads: number;
  /** Times the processor waits for numbers. */
  readonly readBacks: number;
}

/** The private members of the backend of tfjs 4.22 that are listened to. */
interface Recorder {
  recordAndSubmit(...args: unknown[]): void;
  getBufferData(...args: unknown[]): unknown;
}

/** Counts during `run`. Undefined where the backend is not WebGPU. */
export async function countDeviceWork(run: () => Promise<void>): Promise<DeviceWork | undefined> {
  if (tf.getBackend() !== 'webgpu') return undefined;
  const backend = tf.backend() as WebGPUBackend;
  const recorder = backend as unknown as Recorder;
  const work = { dispatches: 0, submits: 0, uploads: 0, readBacks: 0 };
  const restores = [
    listen(recorder, 'recordAndSubmit', () => work.dispatches++),
    listen(recorder, 'getBufferData', () => work.readBacks++),
    listen(backend.queue, 'submit', () => work.submits++),
    listen(backend.device, 'createBuffer', ({ mappedAtCreation }) => {
      if (mappedAtCreation) work.uploads++;
    }),
  ];
  try {
    await run();
  } finally {
    for (const restore of restores) restore();
  }
  return work;
}

type Methods<Name extends string> = Record<Name, (...args: never[]) => unknown>;

/** Calls `heard` before every call of a method; returns what puts the method back. */
function listen<Name extends string, Target extends Methods<Name>>(
  target: Target,
  name: Name,
  heard: (...args: Parameters<Target[Name]>) => void,
): () => void {
  const method = target[name];
  const own = Object.hasOwn(target, name);
  target[name] = ((...args: Parameters<Target[Name]>) => {
    heard(...args);
    return method.apply(target, args);
  }) as Target[Name];
  return () => {
    if (own) target[name] = method;
    else delete (target as Partial<Target>)[name];
  };
}
