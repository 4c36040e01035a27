import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/engine/lab.ts';
import type { RunEvent, Warning } from '../../src/spec/events.ts';
import { applyEvent, emptyReport } from '../../src/spec/report.ts';
import * as tf from '../../src/tensor/tf.ts';
import type { Engine } from '../../workers/engine.ts';
import type { BackendReport, StartOptions } from '../../workers/protocol.ts';
import type { OpenEnv } from '../../workers/serve.ts';
import { workerCount } from '../../workers/shards.ts';
import type { Files } from '../modelFiles.ts';
import {
  channelPool,
  channelWorker,
  fileEnv,
  openFiles,
  resultsOf,
  smallFiles,
  smallReport,
  smallText,
} from './hosts.ts';

let files: Files;
let expected: ReturnType<typeof resultsOf>;
const never = new AbortController().signal;

beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await smallFiles();
  const events: RunEvent[] = [];
  await run(smallText, fileEnv(files), { signal: never, emit: (event) => events.push(event) });
  expected = resultsOf(smallText, events);
});

async function eventsOf(
  engine: Engine,
  watch: (event: RunEvent) => void = () => undefined,
  text = smallText,
  signal = never,
) {
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => {
    events.push(event);
    watch(event);
  };
  const outcome = await engine.run(text, { signal, emit }).catch((error: unknown) => error);
  return { events, outcome };
}

describe('a pool', () => {
  it.each([1, 2, 3, 9])('of %d gives what a direct call gives', async (workers) => {
    const engine = channelPool(() => channelWorker(openFiles(files)), { size: () => workers });
    const { events, outcome } = await eventsOf(engine);
    expect(outcome).toBeUndefined();
    expect(resultsOf(smallText, events)).toEqual(expected);
    expect(events.filter(({ kind }) => kind === 'started')).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'finished')).toHaveLength(1);
    engine.close();
  });

  it('replaces a worker that crashes and computes its images again, once in the report', async () => {
    const notices: Warning[] = [];
    const workers: ReturnType<typeof channelWorker>[] = [];
    const spawn = () => {
      const worker = channelWorker(openFiles(files));
      workers.push(worker);
      return worker;
    };
    const engine = channelPool(spawn, { notify: (notice) => notices.push(notice) });
    let cells = 0;
    const { events, outcome } = await eventsOf(engine, ({ kind }) => {
      if (kind === 'cell' && ++cells === 3) workers[0]!.crash('out of memory');
    });
    expect(outcome).toBeUndefined();
    expect(resultsOf(smallText, events)).toEqual(expected);
    expect(notices.map(({ code }) => code)).toEqual(['worker-replaced']);
    expect(workers.length).toBeGreaterThan(2);
    engine.close();
  });

  it('replaces a worker whose device is lost', async () => {
    let lose: (reason: string) => void = () => undefined;
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    let spawned = 0;
    const spawn = () =>
      channelWorker(async () => ({
        env: fileEnv(files),
        report: smallReport,
        lost: spawned++ === 0 ? lost : new Promise(() => undefined),
      }));
    const engine = channelPool(spawn, { size: () => 1 });
    const { events, outcome } = await eventsOf(engine, ({ kind }) => kind === 'clean' && lose('device lost (unknown)'));
    expect(outcome).toBeUndefined();
    expect(resultsOf(smallText, events)).toEqual(expected);
    expect(spawned).toBe(2);
    engine.close();
  });

  it('replaces a worker that stops answering', async () => {
    let spawned = 0;
    const spawn = () => {
      const silent = spawned++ === 0;
      const breathe = () => (silent ? new Promise<void>(() => undefined) : Promise.resolve());
      let now = 0;
      const env = { ...fileEnv(files), breathe, now: () => (now += 1000) };
      return channelWorker(async () => ({ env, report: smallReport, lost: new Promise(() => undefined) }));
    };
    const engine = channelPool(spawn, { size: () => 1, silenceMs: 2500 });
    expect((await eventsOf(engine)).outcome).toBeUndefined();
    expect(spawned).toBe(2);
    engine.close();
  });

  it('replaces a worker that dies while it starts', async () => {
    let spawned = 0;
    const workers: ReturnType<typeof channelWorker>[] = [];
    const spawn = () => {
      const stillborn = ++spawned === 2;
      const worker = channelWorker((options) => {
        if (!stillborn) return openFiles(files)(options);
        setTimeout(() => worker.crash('out of memory'));
        return new Promise(() => undefined);
      });
      workers.push(worker);
      return worker;
    };
    const engine = channelPool(spawn, { size: () => 1 });
    const lose = ({ kind }: RunEvent) => kind === 'clean' && spawned === 1 && workers[0]!.crash('boom');
    const { events, outcome } = await eventsOf(engine, lose);
    expect(outcome).toBeUndefined();
    expect(resultsOf(smallText, events)).toEqual(expected);
    expect(spawned).toBe(3);
    engine.close();
  });

  it('gives up on a shard that loses its worker every time, and says which', async () => {
    let worker: ReturnType<typeof channelWorker> | undefined;
    const spawn = () => {
      worker = channelWorker(openFiles(files));
      return worker;
    };
    const engine = channelPool(spawn, { size: () => 1 });
    const crash = ({ kind }: RunEvent) => kind === 'clean' && worker?.crash('broken driver');
    const { outcome } = await eventsOf(engine, crash);
    expect(outcome).toMatchObject({
      code: 'backend',
      message: expect.stringMatching(/images 0 to 3 lost their worker 3 times: broken driver/),
    });
  });

  it('stops all workers on cancel and keeps what came before', async () => {
    const stop = new AbortController();
    const engine = channelPool(() => channelWorker(openFiles(files)));
    const { events, outcome } = await eventsOf(
      engine,
      ({ kind }) => kind === 'cell' && stop.abort(),
      { ...smallText, 'pgd.steps': '1000' },
      stop.signal,
    );
    expect(outcome).toMatchObject({ code: 'cancelled' });
    expect(events.at(-1)).toMatchObject({ kind: 'finished', complete: false });
    const after = await eventsOf(engine);
    expect(resultsOf(smallText, after.events)).toEqual(expected);
    engine.close();
  });

  it('passes an error of the experiment on and is ready for the next', async () => {
    const engine = channelPool(() => channelWorker(openFiles(files)));
    expect(
      (await eventsOf(engine, undefined, { ...smallText, model: 'file:missing/model.json' })).outcome,
    ).toMatchObject({ message: expect.stringMatching(/missing/) });
    expect((await eventsOf(engine)).outcome).toBeUndefined();
    engine.close();
  });

  it('says why no backend works', async () => {
    const engine = channelPool(() => channelWorker(() => Promise.reject(new Error('wasm: blocked'))));
    await expect(engine.backend).rejects.toThrow('wasm: blocked');
    expect((await eventsOf(engine)).outcome).toMatchObject({ message: 'wasm: blocked' });
  });

  it('reports a refused backend and stock kernels as notices', async () => {
    const notices: Warning[] = [];
    const report = {
      ...smallReport,
      rejected: [{ backend: 'webgpu', reason: 'self-test gradient: error 4e-2' }] as const,
      stockKernels: 'no SIMD',
    };
    const engine = channelPool(
      () => channelWorker(async () => ({ env: fileEnv(files), report, lost: new Promise(() => undefined) })),
      {
        notify: (notice) => notices.push(notice),
      },
    );
    await engine.backend;
    await Promise.resolve();
    expect(notices.map(({ code }) => code)).toEqual(['backend-fallback', 'stock-kernels']);
    engine.close();
  });

  it('reports slower kernels, and WebAssembly that was kept from working, in one notice each', async () => {
    const notices: Warning[] = [];
    const report = {
      ...smallReport,
      rejected: [
        { backend: 'webgpu', reason: 'no adapter' },
        { backend: 'wasm', reason: 'blocked' },
      ] as const,
      slowerKernels: 'relaxed: blocked',
    };
    const engine = channelPool(
      () => channelWorker(async () => ({ env: fileEnv(files), report, lost: new Promise(() => undefined) })),
      { notify: (notice) => notices.push(notice) },
    );
    await engine.backend;
    await Promise.resolve();
    expect(notices.map(({ code, values }) => [code, values.reason])).toEqual([
      ['backend-fallback', 'blocked'],
      ['slower-kernels', 'relaxed: blocked'],
    ]);
    engine.close();
  });
});

describe('a pool on a graphics processor', () => {
  const oneOnGraphics = (report: BackendReport) => workerCount(report, 2);

  /** Workers that lose their device as told, in order, once they have shown something; from then on they are sound. */
  function losing(...reasons: readonly (string | undefined)[]) {
    const opened: StartOptions[] = [];
    const losses = [...reasons];
    let lose: () => void = () => undefined;
    const openEnv: OpenEnv = async (options) => {
      opened.push(options);
      const spoiled = options.avoid?.map(({ backend }) => backend) ?? [];
      const backend = options.backend ?? (spoiled.includes('webgpu') ? 'wasm' : 'webgpu');
      const reason = backend === 'webgpu' ? losses.shift() : undefined;
      const lost = new Promise<string>((resolve) => {
        lose = reason === undefined ? () => undefined : () => resolve(reason);
      });
      // the graphics processor takes larger batches, so that its blocks do not fit those of the other
      const env = fileEnv(files, backend === 'webgpu' ? 4 : 3);
      return { env, report: { ...smallReport, backend, rejected: options.avoid ?? [] }, lost };
    };
    return { openEnv, opened, lose: ({ kind }: RunEvent) => kind === 'cell' && lose() };
  }

  async function runLosing(reasons: readonly (string | undefined)[], start: StartOptions = {}) {
    const notices: string[] = [];
    const taken: string[] = [];
    const { openEnv, opened, lose } = losing(...reasons);
    const notify = ({ code }: Warning) => notices.push(code);
    const engine = channelPool(() => channelWorker(openEnv), { start, notify, size: oneOnGraphics });
    engine.onSuccessor?.(({ backend }) => taken.push(backend));
    const { events, outcome } = await eventsOf(engine, lose);
    engine.close();
    return { events, outcome, notices, taken, opened };
  }

  const decisions = (events: readonly RunEvent[]) => {
    const { clean, cells } = resultsOf(smallText, events);
    const joined = Object.values(cells).map(({ blocks }) => blocks.flatMap(({ success }) => [...success]));
    return [joined, Object.values(clean).map((blocks) => blocks.flatMap(({ labels }) => [...labels]))];
  };
  const wholeRun = () => [
    Object.values(expected.cells).map(({ blocks }) => blocks.flatMap(({ success }) => [...success])),
    Object.values(expected.clean).map((blocks) => blocks.flatMap(({ labels }) => [...labels])),
  ];

  it('gives the device a second chance when it was lost once', async () => {
    const { events, outcome, notices, taken } = await runLosing(['device lost (unknown)']);
    expect(outcome).toBeUndefined();
    expect([notices, taken]).toEqual([['worker-replaced'], []]);
    expect(resultsOf(smallText, events)).toEqual(expected);
  });

  it('takes the next backend when the device is lost again, and begins the run anew there', async () => {
    const { events, outcome, notices, taken } = await runLosing(['device lost (unknown)', 'device lost (unknown)']);
    expect(outcome).toBeUndefined();
    expect([notices, taken]).toEqual([['worker-replaced', 'backend-fallback'], ['wasm']]);
    expect(events.filter(({ kind }) => kind === 'restarted')).toHaveLength(1);
    expect(decisions(events)).toEqual(wholeRun());
  });

  it('takes the next backend at once, with one notice, when the device says that something is too large', async () => {
    const { events, outcome, notices, opened } = await runLosing(['device error: buffer exceeds the limit']);
    expect(outcome).toBeUndefined();
    expect(notices).toEqual(['backend-fallback']);
    expect(opened[1]!.avoid).toEqual([
      { backend: 'webgpu', reason: 'lost while it computed (device error: buffer exceeds the limit)' },
    ]);
    expect(decisions(events)).toEqual(wholeRun());
    expect(events.reduce(applyEvent, emptyReport(smallText)).finished).toMatchObject({ complete: true });
  });

  it('stays with the backend the user asked for, and says why the run failed', async () => {
    const error = 'device error: buffer exceeds the limit';
    const { outcome, taken } = await runLosing([error, error, error], { backend: 'webgpu' });
    expect(outcome).toMatchObject({ code: 'backend', message: expect.stringContaining(error) });
    expect(taken).toEqual([]);
  });

  it('takes the next backend when the adapter has gone for good', async () => {
    const { openEnv, lose } = losing('device lost (unknown)');
    let spawned = 0;
    const spawn = () =>
      channelWorker(++spawned === 2 ? () => Promise.reject(new Error('no adapter offered')) : openEnv);
    const engine = channelPool(spawn, { size: oneOnGraphics });
    const { events, outcome } = await eventsOf(engine, lose);
    expect(outcome).toBeUndefined();
    expect(decisions(events)).toEqual(wholeRun());
    engine.close();
  });
});
