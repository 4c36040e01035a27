import type { Batch } from '../engine/batches.ts';
import { craftOn } from '../engine/craftOn.ts';
import type { Env, Host } from '../engine/env.ts';
import { answers } from '../engine/judge.ts';
import { objectiveOf } from '../engine/objective.ts';
import type { Pacer } from '../engine/pacer.ts';
import type { Lessons } from '../engine/prepare.ts';
import type { Subject } from '../engine/subject.ts';
import { defended } from '../engine/victim.ts';
import type { CertifySpec } from '../spec/certifySpec.ts';
import { partsOf } from '../spec/certifyWork.ts';
import type { RunEvent } from '../spec/events.ts';
import type { Spec } from '../spec/spec.ts';
import type { Images } from '../tensor/norms.ts';

/** A batch under certification and all that it takes. */
export interface Work {
  readonly spec: CertifySpec;
  readonly subject: Subject;
  readonly batch: Batch;
  readonly env: Env;
  readonly host: Host<RunEvent>;
  readonly pacer: Pacer;
  readonly lessons: Lessons;
}

/** Attacks the bare model within `epsilon` and tells which images it answers wrongly afterwards. */
export async function attackAt(work: Work, spec: Spec, epsilon: number): Promise<void> {
  const { subject, batch, host, pacer } = work;
  const effort = partsOf(work.spec).attack * batch.n;
  const adversarial = await craftAt(work, spec, epsilon, effort);
  try {
    const victim = defended(spec, subject, batch, { chain: [], purpose: 'clean' });
    const { predictions } = await answers(victim, adversarial, batch.n);
    const fooled = Uint8Array.from(predictions, (answer, i) => Number(answer !== batch.classes[i]));
    const piece = { kind: 'attacked', norm: 'linf', epsilon, from: batch.positions[0]!, fooled } as const;
    host.emit({ kind: 'certify', piece });
  } finally {
    adversarial.dispose();
  }
  await pacer.complete(effort);
}

/** The batch attacked within one budget; a random defense is attacked on every image, whatever one answer says of it. */
export async function craftAt(work: Work, spec: Spec, epsilon: number, effort: number): Promise<Images> {
  const { subject, batch, pacer, host } = work;
  const random = spec.defenses.flat().length > 0 && ({ everyRow: true } as const);
  const goal = await objectiveOf(spec.goal, subject, batch);
  const ctx = {
    signal: host.signal,
    tick: (step: number, of: number) => pacer.tick(effort * Math.min(1, step / of)),
  };
  try {
    return await craftOn({ ...work, spec: { ...spec, epsilons: [epsilon] }, goal, ctx, ...random });
  } finally {
    goal.dispose();
  }
}
