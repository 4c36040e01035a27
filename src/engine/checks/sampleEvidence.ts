import type { AttackChoice } from '../../attacks/catalog.ts';
import { chainName, type DefenseChain, isRandomised } from '../../defenses/catalog.ts';
import type { CheckCode } from '../../spec/checks/catalog.ts';
import { isIterative, startsAtRandom, stepsOf, strongest } from '../../spec/checks/kinds.ts';
import { forwardPasses, sampledEpsilon } from '../../spec/checks/sample.ts';
import type { Evidence } from '../../spec/events.ts';
import type { Spec } from '../../spec/spec.ts';
import { defended } from '../victim.ts';
import { lossShape } from './lossShape.ts';
import { fooledByNoise } from './noise.ts';
import { spread } from './passes.ts';
import { answeredInProbabilities } from './probabilities.ts';
import { type Bench, joinTrials, type Trial, type TrialPlan, tryAttack } from './trial.ts';
import { survivors } from './unbounded.ts';

/** The sample on the device, in batches. */
export interface Sample {
  readonly spec: Spec;
  readonly benches: readonly Bench[];
  readonly reload: (images: readonly number[]) => Promise<Bench>;
}

/** Everything that is measured on the sample behind one defense. */
export async function chainEvidence(sample: Sample, chain: DefenseChain): Promise<Evidence[]> {
  const { spec } = sample;
  const choice = strongest(spec);
  const epsilon = sampledEpsilon(spec);
  const found = [await forwardEvidence(sample, chain)];
  if (sample.benches.some(({ subject }) => subject.classifier.gradient === 'none')) return found;
  found.push(await unboundedEvidence(sample, chain));
  if (!choice || epsilon === 0) return found; // nothing can be moved
  return [...found, ...(await attackEvidence(sample, { spec, choice, chain, epsilon }))];
}

/** The undefended model asked twice, and whether it answers in probabilities. */
export async function modeEvidence({ spec, benches }: Sample): Promise<Evidence[]> {
  const gaps = await oneByOne(benches, ({ subject, batch }) => {
    const victim = defended(spec, subject, batch, { chain: [], purpose: 'check mode' });
    return spread(() => victim.logits(batch.x), 2);
  });
  const images = (await oneByOne(benches, ({ subject, batch }) => answeredInProbabilities(subject, batch))).flat();
  return [
    evidence('mode-not-fixed', { benches, numbers: { difference: Math.max(...gaps) } }),
    evidence('answers-are-probabilities', { benches, images }),
  ];
}

async function forwardEvidence({ spec, benches }: Sample, chain: DefenseChain): Promise<Evidence> {
  const found = await oneByOne(benches, async ({ subject, batch }) => {
    const victim = defended(spec, subject, batch, { chain, purpose: 'check passes' });
    return { draws: victim.draws, difference: await spread(() => victim.logits(batch.x), forwardPasses) };
  });
  const difference = Math.max(...found.map((one) => one.difference));
  const numbers = { difference, draws: found[0]!.draws }; // a sample holds at least one batch
  return evidence('random-forward', { benches, cells: { defense: chainName(chain) }, numbers });
}

async function unboundedEvidence({ spec, benches, reload }: Sample, chain: DefenseChain): Promise<Evidence> {
  const standing = await oneByOne(benches, (bench) => survivors(bench, spec, chain, reload));
  const { classes } = benches[0]!.subject.classifier; // a sample holds at least one batch
  const cells = { defense: chainName(chain) };
  return evidence('unbounded-survivors', { benches, cells, images: standing.flat(), numbers: { classes } });
}

/** The strongest attack of the run: watched, against noise, and given more time. */
async function attackEvidence({ spec, benches }: Sample, plan: TrialPlan): Promise<Evidence[]> {
  const { choice, chain, epsilon } = plan;
  const cells = { attack: choice.id, defense: chainName(chain), epsilon };
  const trial = await tryAll(benches, plan, { watch: isIterative(choice) && spec.goal.kind !== 'best-of-all' });
  const noise = (await oneByOne(benches, (bench) => fooledByNoise(bench, plan))).flat();
  const counts = { noise: noise.filter(Boolean).length, attacked: trial.won.filter(Boolean).length };
  const found = [
    evidence('outside-threat', {
      benches,
      cells,
      numbers: { excess: Math.max(...trial.excess), ...halfLevel(spec, benches) },
    }),
    evidence('noise-stronger', { benches, cells, numbers: counts }),
  ];
  if (!isIterative(choice)) return found;
  if (trial.gains.length === stepsOf(choice) + 1)
    found.push(evidence('unsteady-loss', { benches, cells, numbers: lossShape(trial) }));
  if (trial.gains.length > 0 && !isRandomised(chain)) {
    const images = trial.images.filter((_, i) => trial.everWon[i] && !trial.won[i]);
    found.push(evidence('silent-success', { benches, cells, images }));
  }
  const standing = (trials: readonly Trial[]) => trial.won.filter((_, i) => !trials.some(({ won }) => won[i])).length;
  const longer = await tryAll(benches, { ...plan, choice: withTwiceTheSteps(choice) }, { watch: false });
  const before = standing([trial]);
  found.push(evidence('steps-too-few', { benches, cells, numbers: { before, after: standing([longer]) } }));
  if (!startsAtRandom(choice)) return found;
  const elsewhere = await tryAll(benches, { ...plan, spec: withAnotherSeed(spec) }, { watch: false });
  const numbers = { before, after: standing([trial, elsewhere]) };
  return [...found, evidence('restarts-too-few', { benches, cells, numbers })];
}

const tryAll = async (benches: readonly Bench[], plan: TrialPlan, options: { readonly watch: boolean }) =>
  joinTrials(await oneByOne(benches, (bench) => tryAttack(bench, plan, options)));

/** The same run with other random starts. */
const withAnotherSeed = (spec: Spec): Spec => ({ ...spec, seed: spec.seed === 0 ? 1 : spec.seed - 1 }); // stays a seed

/** The same attack for twice as long. */
function withTwiceTheSteps(choice: AttackChoice): AttackChoice {
  const params = { ...choice.params, steps: 2 * stepsOf(choice) };
  return { ...choice, params } as unknown as AttackChoice; // the same settings but for one number
}

/** What rounding to 8 bits alone can add to the distance of an image, in the norm of the run. */
function halfLevel({ norm }: Spec, benches: readonly Bench[]): { readonly allowed: number } {
  const pixels = benches[0]!.subject.images.shape.reduce((a, b) => a * b, 1); // a sample holds at least one batch
  const perPixel = 0.5 / 255;
  const whole = { linf: perPixel, l2: perPixel * Math.sqrt(pixels), l1: perPixel * pixels };
  return { allowed: whole[norm] * (1 + 1e-4) + 1e-6 };
}

interface Measured extends Partial<Pick<Evidence, 'cells' | 'images' | 'numbers'>> {
  readonly benches: readonly Bench[];
}

function evidence(code: CheckCode, { benches, cells = {}, images = [], numbers = {} }: Measured): Evidence {
  const n = benches.reduce((sum, { batch }) => sum + batch.n, 0);
  return { code, cells, from: 0, n, images, numbers };
}

async function oneByOne<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
