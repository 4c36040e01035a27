import type { AttackParams } from '../src/attacks/catalog.ts';
import { attacks } from '../src/attacks/index.ts';
import { makeRng } from '../src/core/rng.ts';
import type { DefenseChain } from '../src/defenses/catalog.ts';
import { loadBatch } from '../src/engine/batches.ts';
import type { Env } from '../src/engine/env.ts';
import { makePacer } from '../src/engine/pacer.ts';
import { openSubject } from '../src/engine/subject.ts';
import { defended } from '../src/engine/victim.ts';
import { parseSpec, type SpecText } from '../src/spec/spec.ts';
import { attackerGain, type Objective } from '../src/tensor/losses.ts';
import type { Images } from '../src/tensor/norms.ts';
import * as tf from '../src/tensor/tf.ts';
import { type Attacked, openStudent } from './student.ts';
import type { NetworkName, TaskName } from './tasks.ts';

/** PGD with its published 40 steps against the bare model; the model and the digits are the shipped ones. */
export const pgdText: SpecText = { attack: 'pgd', defense: 'none', eps: '0.1' };
const epsilon = 0.1;

/** One batch of images and what can be done with it. */
export interface Workload {
  readonly batch: number;
  /** Each resolves when the numbers have arrived, not when the work was handed over. */
  readonly run: Readonly<Partial<Record<TaskName, () => Promise<void>>>>;
}

/** `wanted` images of the network, or as many as it usually gets at once. */
export async function openWorkload(network: NetworkName, usual: Env, wanted: number | undefined): Promise<Workload> {
  const env = { ...usual, batchSize: wanted ?? usual.batchSize };
  const { batch, logits, inputGradient, teach, attacked } = openStudent(network, env.batchSize, wanted);
  const run = {
    forward: () => finish(logits),
    gradient: () => finish(inputGradient),
    training: () => arrive(teach()), // outside a tidy, which would take the optimizer's memory
    pgd: () => attack(attacked, env, { earlyStop: false }),
  };
  return { batch, run: network === 'mnist-cnn' ? { ...run, ...(await openAttacked(env)) } : run };
}

/** A batch of real digits for the shipped model, of the size the engine uses on this backend. */
async function openAttacked(env: Env): Promise<Workload['run']> {
  const spec = parseSpec({ attack: 'pgd' }); // with the defense that experiments have by default
  const subject = await openSubject(spec, env);
  const positions = Array.from({ length: env.batchSize }, (_, i) => i);
  const batch = await loadBatch(subject, positions, env.batchSize);
  const { x, labels } = batch;
  const objective: Objective = { kind: 'untargeted', labels };
  const victim = (chain: DefenseChain) => defended(spec, subject, batch, { chain, purpose: 'bench' });
  const bare = victim([]);
  const squeezed = victim(spec.defenses.at(-1)!); // a spec has at least one
  const gradient = (victim: typeof bare) =>
    finish(() => tf.grad((v) => tf.sum(attackerGain('ce', objective, victim.logits(v as Images))))(x));
  const attacked = { victim: bare, x, objective };
  return {
    forward: () => finish(() => bare.logits(x)),
    gradient: () => gradient(bare),
    defended: () => gradient(squeezed),
    pgd: () => attack(attacked, env, { earlyStop: false }),
    pgdEarly: () => attack(attacked, env, { earlyStop: true }),
  };
}

async function attack({ victim, x, objective }: Attacked, env: Env, { earlyStop }: { readonly earlyStop: boolean }) {
  const host = { signal: new AbortController().signal, emit: () => undefined };
  const pacer = makePacer(0, env, host);
  const stream = makeRng('bench');
  const ctx = { signal: host.signal, tick: (step: number) => pacer.tick(step), rngOf: (i: number) => stream.fork(i) };
  const usual = parseSpec({ attack: 'pgd' }).attacks[0]!.params as AttackParams<'pgd'>; // the one attack asked for
  const params = { ...usual, earlyStop };
  const found = await attacks.pgd({ victim, x0: x, objective, threat: { norm: 'linf', epsilon }, params, ctx });
  await found.data();
  found.dispose();
}

const finish = (make: () => tf.Tensor): Promise<void> => arrive(tf.tidy(make));

async function arrive(result: tf.Tensor): Promise<void> {
  await result.data();
  result.dispose();
}
