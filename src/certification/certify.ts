import { type Network, openNetwork } from '../classifiers/graph/network.ts';
import { LabError } from '../core/errors.ts';
import { problem } from '../core/problems.ts';
import { announced } from '../engine/announce.ts';
import { type Batch, loadBatch } from '../engine/batches.ts';
import type { Env, Host } from '../engine/env.ts';
import type { Range } from '../engine/evaluate.ts';
import { checkFit } from '../engine/fit.ts';
import { fitted } from '../engine/fitted.ts';
import { answers } from '../engine/judge.ts';
import { lastOpened } from '../engine/lastOpened.ts';
import { makePacer } from '../engine/pacer.ts';
import { openSubject, type Subject } from '../engine/subject.ts';
import { defended } from '../engine/victim.ts';
import { boundMethods, type CertifySpec, parseCertify } from '../spec/certifySpec.ts';
import type { RunEvent } from '../spec/events.ts';
import type { SpecText } from '../spec/spec.ts';
import { unbounded } from './nodeKind.ts';
import { proveBatch } from './prove.ts';
import { voteBatch } from './smooth.ts';
import { attackAt, type Work } from './work.ts';

/** The engine of certifications with what it loaded last, so that the shards of a run do not load it again. */
export interface Certifier {
  /** Certifies a range of the images. Same spec, seed and backend: same events, however it is cut. */
  run(text: SpecText, host: Host<RunEvent>, range?: Range): Promise<void>;
  dispose(): void;
}

interface Ground {
  readonly spec: CertifySpec;
  readonly subject: Subject;
  /** Undefined where nothing is bounded. */
  readonly network: Network | undefined;
  readonly fit: Env;
}

export function openCertifier(env: Env): Certifier {
  const ground = lastOpened(
    (text) => openGround(parseCertify(text), env),
    ({ network, subject }) => {
      network?.dispose();
      subject.classifier.dispose();
    },
  );
  return {
    async run(text, host, range) {
      const open = await ground.of(text);
      await announced(open.subject, env, host, () =>
        certify(open, range ?? { from: 0, to: open.spec.bare.count }, host),
      );
    },
    dispose: ground.dispose,
  };
}

/** @throws {LabError} `asset` or `spec`, naming everything that does not fit. */
async function openGround(spec: CertifySpec, env: Env): Promise<Ground> {
  const subject = await openSubject(spec.bare, env);
  try {
    if (spec.noisy) checkFit(spec.noisy, subject);
    const network = boundMethods(spec.methods).length > 0 ? await networkOf(subject, spec) : undefined;
    return { spec, subject, network, fit: await fitted(env, [subject.classifier]) };
  } catch (error) {
    subject.classifier.dispose();
    throw error;
  }
}

/** The model as a network whose every node has a bound. */
async function networkOf({ classifier }: Subject, { bare: { model } }: CertifySpec): Promise<Network> {
  if (!classifier.network) throw new LabError('spec', [problem('method', 'no-weights', { model })]);
  const graph = await classifier.network();
  const problems = unbounded(graph, model);
  if (problems.length > 0) throw new LabError('spec', problems);
  return openNetwork(graph, model);
}

/**
 * Proves what can be proved of each image, and attacks the same images with what the spec names: an image that is proved
 * within a budget and fooled within it would show one of the two to be wrong.
 */
async function certify({ spec, subject, network, fit }: Ground, { from, to }: Range, host: Host<RunEvent>) {
  const size = Math.min(fit.batchSize, spec.bare.count); // one size for the whole run, whatever its shards
  const pacer = makePacer(from, fit, host);
  for (let start = from; start < to; start += size) {
    const positions = Array.from({ length: Math.min(size, to - start) }, (_, i) => start + i);
    const batch = await loadBatch(subject, positions, size);
    const work: Work = { spec, subject, batch, env: fit, host, pacer, lessons: new Map() };
    try {
      await certifyBatch(work, network);
    } finally {
      batch.dispose();
    }
  }
}

async function certifyBatch(work: Work, network: Network | undefined): Promise<void> {
  const { spec, batch } = work;
  const predictions = await tellClean(work, batch);
  if (network) {
    for (const epsilon of spec.bare.epsilons) await attackAt(work, spec.bare, epsilon);
    await proveBatch(work, network, predictions);
  }
  if (spec.noisy) await voteBatch(work, spec.noisy);
}

async function tellClean({ spec, subject, host }: Work, batch: Batch): Promise<Int32Array> {
  const victim = defended(spec.bare, subject, batch, { chain: [], purpose: 'clean' });
  const { predictions } = await answers(victim, batch.x, batch.n);
  const labels = batch.classes.slice(0, batch.n);
  host.emit({ kind: 'certify', piece: { kind: 'clean', from: batch.positions[0]!, labels, predictions } });
  return predictions;
}
