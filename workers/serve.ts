import type { Certifier } from '../src/certification/certify.ts';
import { failureOf, LabError, unreachable } from '../src/core/errors.ts';
import { type Hold, makeHold } from '../src/core/hold.ts';
import type { Env } from '../src/engine/env.ts';
import { type Lab, openLab } from '../src/engine/lab.ts';
import type { Extractor } from '../src/extraction/extract.ts';
import { isCertify, isExtract } from '../src/spec/experimentKind.ts';
import type { TrainEvent } from '../src/training/events.ts';
import {
  type BackendReport,
  type Endpoint,
  protocolVersion,
  type Request,
  type Response,
  type StartOptions,
} from './protocol.ts';

/** A request that is answered; the others only steer one. */
type Work = Exclude<Request, { kind: 'cancel' | 'hold' }>;

interface Live {
  readonly abort: AbortController;
  readonly hold: Hold;
}

/** Opens the backend of this worker; `lost` resolves when it can no longer compute. */
export type OpenEnv = (options: StartOptions) => Promise<{
  readonly env: Env;
  readonly report: BackendReport;
  readonly lost: Promise<string>;
}>;

/**
 * Answers requests on `endpoint` with the engine, one after the other; only `cancel` overtakes. The only worker code with
 * behaviour.
 */
export function serve(endpoint: Endpoint, openEnv: OpenEnv): void {
  const live = new Map<number, Live>();
  const send = (response: Response) => endpoint.postMessage(response);
  let lab: Lab | undefined;
  let clock: Env | undefined;
  let extractor: Extractor | undefined;
  let certifier: Certifier | undefined;
  let queue: Promise<void> = Promise.resolve();

  async function start(options: StartOptions): Promise<BackendReport> {
    const { env, report, lost } = await openEnv(options);
    void lost.then((reason) => send({ kind: 'lost', reason }));
    lab = openLab(env);
    clock = env;
    return report;
  }

  /** The trainer is loaded when it is needed: most workers only evaluate. */
  async function teach({ id, lesson }: Extract<Request, { kind: 'train' }>, signal: AbortSignal) {
    const [{ train }, { joinTeam }, { openMaterial }] = await Promise.all([
      import('../src/training/train.ts'),
      import('../src/training/team.ts'),
      import('../src/training/material.ts'),
    ]);
    const { recipe, images, start, resumeFrom, rank, ports } = lesson;
    const host = { signal, emit: (event: TrainEvent) => send({ kind: 'event', id, event }), hold: live.get(id)!.hold };
    try {
      const material = images ? { images, start } : await openMaterial(recipe, clock!); // set with the lab
      return await train(recipe, { ...material, resumeFrom }, clock!, host, joinTeam(rank, ports));
    } finally {
      for (const port of ports) port?.close();
    }
  }

  /** Loaded when it is needed, and kept with what it loads. */
  async function thief(): Promise<Extractor> {
    const { openExtractor } = await import('../src/extraction/extract.ts');
    extractor ??= openExtractor(clock!); // set with the lab
    return extractor;
  }

  async function prover(): Promise<Certifier> {
    const { openCertifier } = await import('../src/certification/certify.ts');
    certifier ??= openCertifier(clock!); // set with the lab
    return certifier;
  }

  async function work(request: Work, signal: AbortSignal) {
    signal.throwIfAborted();
    if (request.kind === 'start') return start(request.options);
    if (!lab) throw new LabError('contract', `${request.kind} before start`);
    if (request.kind === 'craft') return lab.craft(request.spec, request.request, signal);
    if (request.kind === 'landscape') return lab.landscape(request.spec, request.request, signal);
    if (request.kind === 'look') return lab.look(request.spec, request.images);
    if (request.kind === 'audit')
      return lab.audit(request.request, (event) => send({ kind: 'event', id: request.id, event }));
    if (request.kind === 'convert') return lab.convert(request.model, request.format);
    if (request.kind === 'train') return teach(request, signal);
    if (request.kind === 'export') {
      const { exported } = await import('../src/training/exported.ts');
      return exported(request.recipe, request.checkpoint, clock!); // set with the lab
    }
    const { id, spec, range } = request;
    const runner = isExtract(spec) ? await thief() : isCertify(spec) ? await prover() : lab;
    await runner.run(spec, { signal, emit: (event) => send({ kind: 'event', id, event }) }, range);
    return null;
  }

  async function answer(request: Work, abort: AbortController) {
    const { id } = request;
    try {
      send({ kind: 'done', id, result: await work(request, abort.signal) });
    } catch (error) {
      send({ kind: 'failed', id, error: failureOf(error) });
    } finally {
      live.delete(id);
    }
  }

  endpoint.addEventListener('message', ({ data }: MessageEvent<Request>) => {
    switch (data.kind) {
      case 'start':
      case 'run':
      case 'craft':
      case 'landscape':
      case 'look':
      case 'train':
      case 'export':
      case 'audit':
      case 'convert': {
        const abort = new AbortController();
        live.set(data.id, { abort, hold: makeHold() });
        queue = queue.then(() => answer(data, abort));
        return;
      }
      case 'cancel':
        return live.get(data.id)?.abort.abort();
      case 'hold':
        return live.get(data.id)?.hold.set(data.held);
      default:
        return unreachable(data);
    }
  });
  endpoint.start?.();
  send({ kind: 'ready', version: protocolVersion });
}
