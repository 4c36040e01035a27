import { costOf, workOf } from '../attacks/catalog.ts';
import { chainName, type DefenseChain } from '../defenses/catalog.ts';
import { attemptsOf, type Cell, cellKey, planCells } from '../spec/cells.ts';
import type { RunEvent } from '../spec/events.ts';
import type { Spec } from '../spec/spec.ts';
import { attackCell, chainOf, choiceOf } from './attackCell.ts';
import { type Batch, loadBatch } from './batches.ts';
import { zeroGradient } from './checks/zeroGradient.ts';
import type { Env, Host } from './env.ts';
import { answers, judge, opinions, scores } from './judge.ts';
import { type BatchObjective, objectiveOf } from './objective.ts';
import { makePacer, type Pacer } from './pacer.ts';
import { type Lessons, prepare } from './prepare.ts';
import { type Subject, sizeOf } from './subject.ts';
import { defended, suspicions } from './victim.ts';

/** Images `from` (inclusive) to `to` (exclusive) of an experiment. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

interface Work {
  readonly spec: Spec;
  readonly subject: Subject;
  readonly pacer: Pacer;
  readonly lessons: Lessons;
  readonly env: Env;
  readonly host: Host<RunEvent>;
}

/**
 * Runs every cell of the grid over a range of images, batch by batch, and emits what it finds.
 *
 * Same spec, seed and backend: same events, whatever the range or the batch size, because each image has its own random
 * stream and nothing is shared between images but what is learned from others; `lessons` keeps that for the next call.
 *
 * @throws `AbortError` soon after the signal fires; everything emitted before stays valid.
 */
export async function evaluate(
  spec: Spec,
  subject: Subject,
  { from, to }: Range,
  env: Env,
  host: Host<RunEvent>,
  lessons: Lessons = new Map(),
): Promise<void> {
  const pacer = makePacer(from, env, host);
  const size = Math.min(env.batchSize, spec.count); // one size for the whole run, whatever its shards
  for (let start = from; start < to; start += size) {
    const positions = Array.from({ length: Math.min(size, to - start) }, (_, i) => start + i);
    const batch = await loadBatch(subject, positions, size);
    try {
      await evaluateBatch({ spec, subject, pacer, lessons, env, host }, batch);
    } finally {
      batch.dispose();
    }
  }
}

async function evaluateBatch(work: Work, batch: Batch): Promise<void> {
  const goal = await objectiveOf(work.spec.goal, work.subject, batch);
  try {
    await cleanImages(work, batch, goal);
    for (const cell of planCells(work.spec)) await evaluateCell(work, batch, goal, cell);
  } finally {
    goal.dispose();
  }
}

async function cleanImages({ spec, subject, host }: Work, batch: Batch, { targets }: BatchObjective): Promise<void> {
  const { n, classes } = batch;
  for (const chain of spec.defenses) {
    host.signal.throwIfAborted();
    const victim = defended(spec, subject, batch, { chain, purpose: 'clean' });
    const block = {
      from: batch.positions[0]!,
      labels: classes.slice(0, n),
      targets: targets.slice(0, n),
      ...(await answers(victim, batch.x, n)),
      ...(await scores(suspicions(spec, subject, batch, { chain, purpose: 'clean scores' }, batch.x), n)),
      ...(await opinions(subject.seconds, batch.x, n)),
    };
    host.emit({ kind: 'clean', defense: chainName(chain), block });
    if (usesGradient(spec, subject, chain))
      host.emit({ kind: 'evidence', evidence: await zeroGradient(victim, batch, chainName(chain)) });
  }
}

/** Whether some attack could follow the gradient behind this defense. */
const usesGradient = ({ adaptive }: Spec, { classifier }: Subject, chain: DefenseChain): boolean =>
  classifier.gradient !== 'none' && (chain.length === 0 || adaptive !== 'no');

async function evaluateCell(work: Work, batch: Batch, { objective }: BatchObjective, cell: Cell): Promise<void> {
  const { spec, subject, pacer, host } = work;
  const learned = await prepare({ ...work, cell });
  const passes = workOf(costOf(choiceOf(spec, cell), subject.classifier.classes, sizeOf(subject), spec.norm));
  const effort = attemptsOf(spec, cell) * passes * batch.n;
  const ctx = { signal: host.signal, tick: (step: number, of: number) => pacer.tick(effort * Math.min(1, step / of)) };
  const attacked = await attackCell({ spec, subject, batch, cell, objective, ctx, learned });
  const { adversarial } = attacked;
  try {
    const [chain, purpose] = [chainOf(spec, cell), `judge ${cellKey(cell)}`];
    const victim = defended(spec, subject, batch, { chain, purpose });
    const judged = await judge(victim, objective, batch, adversarial, cell, spec.norm, attacked);
    const suspected = suspicions(spec, subject, batch, { chain, purpose: `scores ${cellKey(cell)}` }, adversarial);
    const said = await opinions(subject.seconds, adversarial, batch.n);
    const block = { ...judged, ...(await scores(suspected, batch.n)), ...said };
    host.emit({ kind: 'cell', cell, block });
  } finally {
    adversarial.dispose();
  }
  await pacer.complete(effort);
}
