import type { StartOptions } from '../workers/protocol.ts';
import type { DeviceWork } from './deviceWork.ts';
import type { NetworkName, TaskName } from './tasks.ts';

/** What a worker of the benchmark is told to do, one thing at a time. */
export type Order =
  | { readonly kind: 'open'; readonly options: StartOptions }
  /** Take this network and so many images, or its usual number, for the tasks that follow; gives their number. */
  | { readonly kind: 'load'; readonly network: NetworkName; readonly batch?: number | undefined }
  /** Repeat a task for at least this long. */
  | { readonly kind: 'time'; readonly task: TaskName; readonly leastMs: number }
  | { readonly kind: 'profile'; readonly task: TaskName }
  /** Count what one run asks of a graphics processor. */
  | { readonly kind: 'count'; readonly task: TaskName };

/** A backend that is open. */
export interface Opened {
  readonly adapter: string;
  /** Why our kernels do not serve although they were asked for. */
  readonly stockKernels: string | undefined;
}

/** Time that one kernel took in one run of a task. */
export interface KernelTime {
  readonly name: string;
  readonly ms: number;
  readonly calls: number;
}

/** Answer of each kind of order; a time is in milliseconds for one run of the task. */
export interface Answers {
  readonly open: Opened;
  readonly load: number;
  readonly time: number;
  readonly profile: readonly KernelTime[];
  readonly count: DeviceWork | undefined;
}

export type Reply =
  | { readonly kind: 'done'; readonly answer: Answers[keyof Answers] }
  | { readonly kind: 'failed'; readonly message: string };

export type { Endpoint } from '../workers/protocol.ts';
