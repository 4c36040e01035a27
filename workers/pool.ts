import { isGraphics } from '../src/core/backend.ts';
import { LabError } from '../src/core/errors.ts';
import type { RunEvent, Warning } from '../src/spec/events.ts';
import { piecesOf } from '../src/spec/piecesOf.ts';
import type { SpecText } from '../src/spec/spec.ts';
import type { Engine } from './engine.ts';
import { DiedAtStart, type Member, startMember, type WorkerHandle } from './member.ts';
import { backendNotices, replacedNotice } from './notices.ts';
import type { BackendName, BackendReport, ImageRange, Rejection, StartOptions } from './protocol.ts';
import { makeClock } from './runClock.ts';
import { trainTogether, usualTeam } from './trainTogether.ts';

export interface PoolOptions {
  readonly spawn: () => WorkerHandle;
  readonly start: StartOptions;
  /** Workers to use for this backend at most. */
  readonly size: (report: BackendReport) => number;
  /** Images per shard for this backend. Never changes a result. */
  readonly shardSize: (report: BackendReport) => number;
  /** Told about everything the user should know but that stops nothing. */
  readonly notify: (notice: Warning) => void;
  /** A worker silent for longer than this while it works is taken for dead. */
  readonly silenceMs?: number;
}

const cancelGraceMs = 150; // a worker that has not stopped by then is replaced
const lives = 3; // times a shard may lose its worker before the run gives up

/**
 * An engine over several workers. A run is cut into shards of images, each worker takes the next one when it is free.
 *
 * A worker that dies or loses its device is replaced and its shard runs again; events that come twice count once in a
 * report. Workers beyond the first are spawned when a run needs them. A graphics processor that fails again, or cannot do
 * what it is asked, is given up for the next backend, on which the run begins anew: a report knows only one backend.
 */
export function createPool({ spawn, start, size, shardSize, notify, silenceMs = 60_000 }: PoolOptions): Engine {
  const members: (Promise<Member> | undefined)[] = [];
  const givenUp: Rejection[] = [...(start.avoid ?? [])];
  const successors: ((report: BackendReport) => void)[] = [];
  let first = startMember(spawn, start);
  members[0] = first;
  const backend = first.then(({ report }) => report);
  // Whoever awaits `backend` or runs something learns of a failure; nobody has to.
  backend.then((report) => backendNotices(report).forEach(notify)).catch(() => undefined);

  /** The member in a seat of the pool, started or replaced if need be, always on the backend of the first one. */
  async function seat(index: number): Promise<Member> {
    const { report } = await first;
    const sitting = await members[index]?.catch(() => undefined);
    if (sitting && !sitting.dead()) return sitting;
    const next = startMember(spawn, { ...start, backend: report.backend });
    members[index] = next;
    return next;
  }

  async function runShard(spec: SpecText, index: number, range: ImageRange, host: RunHost): Promise<void> {
    for (let life = 1; ; life++) {
      let member: Member | undefined;
      try {
        member = await seat(index);
        return await runWatched(member, spec, range, host);
      } catch (error) {
        const reason = reasonOf(error, member, life);
        if (reason === undefined || host.signal.aborted) throw error;
        const { report } = await first;
        if (start.backend === undefined && isGraphics(report.backend) && (life > 1 || isLasting(reason)))
          throw new BackendLost(report.backend, reason);
        if (life === lives)
          throw new LabError(
            'backend',
            `images ${range.from} to ${range.to - 1} lost their worker ${lives} times: ${reason}`,
          );
        notify(replacedNotice(reason));
      }
    }
  }

  async function runWatched(member: Member, spec: SpecText, range: ImageRange, host: RunHost): Promise<void> {
    const watch = watchdog(silenceMs, () => member.end(`no answer for ${silenceMs / 1000} s`));
    try {
      await member.client.run(spec, range, { ...host, emit: (event) => watch.feed(() => host.emit(event)) });
    } finally {
      watch.stop();
    }
  }

  async function run(spec: SpecText, host: RunHost): Promise<void> {
    for (;;) {
      try {
        return await runOnFirst(spec, host);
      } catch (error) {
        if (!(error instanceof BackendLost) || host.signal.aborted) throw error;
        host.emit({ kind: 'restarted' });
        await stepDown(error);
      }
    }
  }

  /** Replaces everything by workers on the next backend. @throws {LabError} `backend` when none is left. */
  async function stepDown({ backend, reason }: BackendLost): Promise<void> {
    givenUp.push({ backend, reason: `lost while it computed (${reason})` });
    members.length = 0; // on a graphics processor there was one, which is dead
    first = startMember(spawn, { ...start, avoid: givenUp });
    members[0] = first;
    const { report } = await first;
    backendNotices(report).forEach(notify);
    for (const tell of successors) tell(report);
  }

  async function runOnFirst(spec: SpecText, { signal, emit }: RunHost): Promise<void> {
    const { report } = await first;
    const { count, single } = await piecesOf(spec);
    const shards = cut(count, single ? 1 : shardSize(report));
    const clock = makeClock(emit);
    const stop = new AbortController(); // also stops the other workers when one fails for good
    const all = AbortSignal.any([signal, stop.signal]);
    const workOff = async (index: number) => {
      for (let shard = shards.shift(); shard; shard = shards.shift()) {
        all.throwIfAborted();
        await runShard(spec, index, shard, { signal: all, emit: clock.pass });
      }
    };
    const seats = Array.from({ length: Math.min(size(report), shards.length) }, (_, index) => workOff(index));
    try {
      await orAborted(Promise.all(seats), signal);
      clock.finish(true);
    } catch (error) {
      stop.abort();
      endLaggards(seats, members);
      clock.finish(false);
      throw LabError.from(signal.aborted ? signal.reason : error);
    }
  }

  return {
    backend,
    onSuccessor: (listener) => void successors.push(listener),
    run,
    async craft(spec, request, { signal }) {
      const { client } = await seat(0);
      return client.craft(spec, request, signal);
    },
    async landscape(spec, request, { signal }) {
      const { client } = await seat(0);
      return client.landscape(spec, request, signal);
    },
    async look(spec, images, { signal }) {
      const { client } = await seat(0);
      return client.look(spec, images, signal);
    },
    async train({ recipe, resumeFrom }, host) {
      const { report } = await first;
      return trainTogether(recipe, { resumeFrom }, host, {
        spawn,
        start: { ...start, backend: report.backend },
        size: Math.min(usualTeam(recipe, size(report)), recipe.batchSize),
        notify: (reason) => notify(replacedNotice(reason)),
      });
    },
    async exportModel(recipe, checkpoint, { signal }) {
      const { client } = await seat(0);
      return client.export(recipe, checkpoint, signal);
    },
    async audit(request, host) {
      const { client } = await seat(0);
      return client.audit(request, host);
    },
    async convert(model, format, { signal }) {
      const { client } = await seat(0);
      return client.convert(model, format, signal);
    },
    close: () => members.forEach((member) => void member?.then(({ end }) => end('closed')).catch(() => undefined)),
  };
}

/** Why a shard lost its worker; undefined when it did not, and the error is the experiment's own. */
function reasonOf(error: unknown, member: Member | undefined, life: number): string | undefined {
  if (error instanceof DiedAtStart) return error.reason;
  if (member) return member.dead();
  return life > 1 ? LabError.from(error).message : undefined; // a replacement that does not open, as without adapter
}

/** The backend cannot go on; the run should begin again on another. */
class BackendLost extends LabError {
  readonly backend: BackendName;
  readonly reason: string;

  constructor(backend: BackendName, reason: string) {
    super('backend', `${backend} was lost: ${reason}`);
    this.backend = backend;
    this.reason = reason;
  }
}

/** An error the device reports, such as a tensor too large for it, comes again however often it is asked. */
const isLasting = (reason: string) => reason.startsWith('device error');

interface RunHost {
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

function cut(count: number, shardSize: number): ImageRange[] {
  return Array.from({ length: Math.ceil(count / shardSize) }, (_, i) => ({
    from: i * shardSize,
    to: Math.min(count, (i + 1) * shardSize),
  }));
}

/** Settles with `work`, or rejects as soon as the signal fires. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Ends the workers that are still busy some time after they were told to stop. */
function endLaggards(seats: readonly Promise<void>[], members: readonly (Promise<Member> | undefined)[]): void {
  seats.forEach((seat, index) => {
    const timer = setTimeout(() => void members[index]?.then(({ end }) => end('did not stop in time')), cancelGraceMs);
    seat.catch(() => undefined).finally(() => clearTimeout(timer));
  });
}

function watchdog(silenceMs: number, bark: () => void) {
  let timer = setTimeout(bark, silenceMs);
  return {
    feed(next: () => void) {
      clearTimeout(timer);
      timer = setTimeout(bark, silenceMs);
      next();
    },
    stop: () => clearTimeout(timer),
  };
}
