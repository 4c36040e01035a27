import { joinFloats } from '../../core/join.ts';
import { ranking, softmax } from '../service/distribution.ts';
import type { ThiefParams } from '../thieves.catalog.ts';
import type { OpenThief, Scene } from './thief.ts';

type Rewards = Record<'certainty' | 'diversity' | 'loss', number>;

const tiny = 1e-9; // keeps the logarithm finite
const taught = 500; // answers between two lessons of the copy that the reward `loss` asks
const round = 50;

/**
 * Knockoff with adaptive choice (Orekondy et al. 2019, arXiv:1812.02766, sec. 4.1): a gradient bandit over the classes of
 * the pool. A class is drawn by softmax of its preference, an image of it is asked about, and with the reward r and its
 * running mean r̄
 *
 *     H(z) ← H(z) + (r − r̄)(1 − π(z)) / N(z),   H(z′) ← H(z′) − (r − r̄) π(z′) / N(z′)   (N: times a class was drawn).
 *
 * Rewards: the margin of the answer, its distance above the mean answer, the cross-entropy of the copy, or their mean,
 * each divided by its running mean. Differs from the paper: no hierarchy of classes, and the copy learns every 500
 * answers, not after each.
 */
export const adaptiveThief: OpenThief<'knockoff-adaptive'> = (scene, { reward }) => {
  const { pool, rng, guess, stolen, copy, epochs } = scene;
  const draws = rng.fork('classes');
  const bandit = openBandit();
  const past = openPast(reward);
  let asked: { readonly label: number; readonly pixels: Float32Array }[] = [];
  let lessonAt = taught;
  return {
    async next(most) {
      asked = [];
      for (let i = 0; i < Math.min(most, round); i++) {
        const labels = await pool.classes();
        if (labels.length === 0) break;
        const label = bandit.choose(labels, draws.uniform());
        const pixels = await pool.takeOf(label);
        if (pixels) asked.push({ label, pixels });
      }
      return joinFloats(asked.map(({ pixels }) => pixels));
    },
    async hear(replies) {
      const guesses = await guessesOf(
        scene,
        asked.map(({ pixels }) => pixels),
        guess,
      );
      for (const [i, { label }] of asked.entries()) {
        const answer = replies[i];
        if (answer) bandit.learn(label, past.rewardOf(answer, guesses[i]!));
      }
      if (stolen.images.length < lessonAt || reward === 'certainty' || reward === 'diversity') return;
      lessonAt += taught;
      await copy.teach(stolen, epochs);
    },
  };
};

async function guessesOf({ classes }: Scene, images: readonly Float32Array[], guess: Scene['guess']) {
  const all = await guess(joinFloats(images));
  return images.map((_, i) => all.subarray(i * classes, (i + 1) * classes));
}

function openBandit() {
  const preference = new Map<number, number>();
  const drawn = new Map<number, number>();
  let current: { readonly labels: readonly number[]; readonly shares: Float32Array } | undefined;
  let mean = 0;
  let count = 0;
  return {
    choose(labels: readonly number[], u: number): number {
      const shares = softmax(labels.map((label) => preference.get(label) ?? 0));
      current = { labels, shares };
      let left = u;
      const at = shares.findIndex((share) => {
        left -= share;
        return left < 0;
      });
      const chosen = labels[at < 0 ? labels.length - 1 : at]!;
      drawn.set(chosen, (drawn.get(chosen) ?? 0) + 1);
      return chosen;
    },
    learn(chosen: number, reward: number): void {
      count++;
      mean += (reward - mean) / count;
      const { labels, shares } = current!; // a class was chosen before it is learned about
      for (const [i, label] of labels.entries()) {
        const weight = label === chosen ? 1 - shares[i]! : -shares[i]!;
        const change = ((reward - mean) * weight) / (drawn.get(label) ?? 1);
        preference.set(label, (preference.get(label) ?? 0) + change);
      }
    },
  };
}

function openPast(kind: ThiefParams<'knockoff-adaptive'>['reward']) {
  let meanAnswer: Float64Array | undefined;
  let count = 0;
  const means: Rewards = { certainty: 0, diversity: 0, loss: 0 };
  return {
    rewardOf(answer: Float32Array, guess: Float32Array): number {
      meanAnswer ??= Float64Array.from(answer);
      const before = meanAnswer;
      const [first, second] = ranking(answer);
      const rewards: Rewards = {
        certainty: answer[first!]! - answer[second!]!,
        diversity: answer.reduce((sum, value, i) => sum + Math.max(0, value - before[i]!), 0),
        loss: -answer.reduce((sum, value, i) => sum + value * Math.log(guess[i]! + tiny), 0),
      };
      count++;
      for (let i = 0; i < before.length; i++) before[i]! += (answer[i]! - before[i]!) / count;
      for (const name of ['certainty', 'diversity', 'loss'] as const)
        means[name] += (rewards[name] - means[name]) / count;
      if (kind !== 'all') return rewards[kind];
      const share = (name: keyof Rewards) => (means[name] > tiny ? rewards[name] / means[name] : 0);
      return (share('certainty') + share('diversity') + share('loss')) / 3;
    },
  };
}
