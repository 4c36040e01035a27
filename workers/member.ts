import { LabError } from '../src/core/errors.ts';
import { connect, type WorkerClient } from './client.ts';
import type { BackendReport, Endpoint, StartOptions } from './protocol.ts';

/** A worker of any host, before anything was said to it. */
export interface WorkerHandle {
  readonly endpoint: Endpoint;
  /** Calls back when the worker dies by itself. */
  onCrash(listener: (reason: string) => void): void;
  terminate(): void;
}

/** One started worker of a pool. */
export interface Member {
  readonly client: WorkerClient;
  readonly report: BackendReport;
  /** Set once the worker is dead or its device is gone; nothing more can be asked of it. */
  readonly dead: () => string | undefined;
  end(reason: string): void;
}

/** The worker died before it was ready; another one may live. */
export class DiedAtStart extends LabError {
  readonly reason: string;

  constructor(reason: string) {
    super('backend', `the worker died while it started: ${reason}`);
    this.reason = reason;
  }
}

/** Spawns a worker and opens its backend. @throws {LabError} when the backend does not open, `DiedAtStart` when it dies. */
export async function startMember(spawn: () => WorkerHandle, options: StartOptions): Promise<Member> {
  const handle = spawn();
  const client = connect(handle.endpoint);
  let deathCause: string | undefined;
  const end = (reason: string) => {
    deathCause ??= reason;
    handle.terminate();
    client.fail(reason);
  };
  handle.onCrash(end);
  void client.lost.then(end);
  try {
    const report = await client.start(options);
    return { client, report, end, dead: () => deathCause };
  } catch (error) {
    handle.terminate();
    throw deathCause === undefined ? LabError.from(error) : new DiedAtStart(deathCause);
  }
}
