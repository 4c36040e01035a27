import { chainWork, sampledChains, samplePositions } from '../../spec/checks/sample.ts';
import type { RunEvent } from '../../spec/events.ts';
import type { Spec } from '../../spec/spec.ts';
import { loadBatch } from '../batches.ts';
import type { Env, Host } from '../env.ts';
import { makePacer } from '../pacer.ts';
import type { Subject } from '../subject.ts';
import { chainEvidence, modeEvidence, type Sample } from './sampleEvidence.ts';
import type { Bench } from './trial.ts';

const ownShard = -1; // progress of the checks counts beside that of the images

/**
 * Makes the checks that need passes of their own, on a few images drawn by the seed: the same ones however a run is
 * split, so that their outcome never depends on it.
 */
export async function checkSample(spec: Spec, subject: Subject, env: Env, host: Host<RunEvent>): Promise<void> {
  const { classes } = subject.classifier;
  const positions = samplePositions(spec, classes);
  const size = batchSize(positions.length, Math.min(env.batchSize, spec.count));
  const pacer = makePacer(ownShard, env, host);
  const ctx = { signal: host.signal, tick: () => pacer.tick(0) };
  const load = async (wanted: readonly number[]): Promise<Bench> => ({
    subject,
    batch: await loadBatch(subject, wanted, size),
    ctx,
  });
  const benches: Bench[] = [];
  try {
    for (let i = 0; i < positions.length; i += size) benches.push(await load(positions.slice(i, i + size)));
    const sample: Sample = { spec, benches, reload: load };
    for (const evidence of await modeEvidence(sample)) host.emit({ kind: 'evidence', evidence });
    for (const chain of sampledChains(spec)) {
      for (const evidence of await chainEvidence(sample, chain)) host.emit({ kind: 'evidence', evidence });
      await pacer.complete(positions.length * chainWork(spec, classes));
    }
  } finally {
    for (const { batch } of benches) batch.dispose();
  }
}

/** Even parts no larger than the batches of the run; where the sample fits into one, that size, which is compiled already. */
const batchSize = (count: number, usual: number): number =>
  count <= usual ? usual : Math.ceil(count / Math.ceil(count / usual));
