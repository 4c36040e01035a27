import { type AttackChoice, costOf, workOf } from '../../attacks/catalog.ts';
import { makeRng, shuffled } from '../../core/rng.ts';
import type { DefenseChain } from '../../defenses/catalog.ts';
import { planCells } from '../cells.ts';
import type { Spec } from '../spec.ts';
import { isIterative, startsAtRandom, strongest } from './kinds.ts';

const largest = 32;
const smallest = 8;
const share = 0.15; // of the work of the run that the sample may cost, as long as it is not too small to say anything

/** Steps of an attack without a budget: nearly every image falls in the first round, the second is for the rest. */
export const unboundedRounds = [20, 100] as const;
export const noiseDraws = 10;
export const forwardPasses = 5;

/** Positions of the images that the expensive checks look at: drawn by the seed, the same however a run is split. */
export function samplePositions(spec: Spec, classes: number): number[] {
  const order = shuffled(spec.count, makeRng(spec.seed).fork('checks'));
  return Array.from(order.subarray(0, sampleSize(spec, classes))).sort((a, b) => a - b);
}

/** Defenses that an attacker who knows them was let loose on; their gradient is used, so it is worth checking. */
export const sampledChains = ({ defenses, adaptive }: Spec): readonly DefenseChain[] =>
  defenses.filter((chain) => chain.length === 0 || adaptive !== 'no');

/** The one budget that attacks of the sample have: the middle one, where a change shows best. */
export const sampledEpsilon = ({ epsilons }: Spec): number => epsilons[epsilons.length >> 1]!; // there is at least one

/** Passes spent on the sample in all. */
export const sampleWork = (spec: Spec, classes: number): number =>
  sampleSize(spec, classes) * chainWork(spec, classes) * sampledChains(spec).length;

/** Passes spent on one image of the sample and one defense. */
export const chainWork = (spec: Spec, classes: number): number => {
  const looks = workOf({ gradients: 0, forwards: forwardPasses + noiseDraws });
  return attackWork(strongest(spec), classes) + unboundedRounds[0] + looks;
};

/** The strongest attack, once more with twice the steps, and once from elsewhere. */
function attackWork(choice: AttackChoice | undefined, classes: number): number {
  if (choice === undefined) return 0;
  const times = isIterative(choice) ? 3 + Number(startsAtRandom(choice)) : 1;
  return times * workOf(costOf(choice, classes));
}

function sampleSize(spec: Spec, classes: number): number {
  const work = new Map(spec.attacks.map((choice) => [choice.id, workOf(costOf(choice, classes))]));
  const run = spec.count * planCells(spec).reduce((sum, { attack }) => sum + work.get(attack)!, 0);
  const affordable = Math.floor((share * run) / (chainWork(spec, classes) * Math.max(1, sampledChains(spec).length)));
  return Math.min(spec.count, Math.max(smallest, Math.min(largest, affordable)));
}
