import { integer, number, type ParamSchema } from '../core/params.ts';
import type { MethodKind } from './methodRecipe.ts';

/** What the page knows about a way of teaching. Settings have the names they have in a recipe. */
export interface MethodCard {
  readonly title: string;
  readonly summary: string;
  readonly strengths: string;
  readonly weaknesses: string;
  readonly params: ParamSchema;
}

const epsilon = number({
  label: 'Budget ε',
  help: 'Largest change per pixel that the model is to withstand.',
  default: 0.2,
  min: 0.01,
  max: 1,
});
const rampEpochs = integer({
  label: 'Growing budget',
  help: 'Epochs over which the budget grows from 0, so that the network first learns what there is to see.',
  default: 2,
  min: 0,
  max: 100,
});
const steps = integer({
  label: 'Steps',
  help: 'Gradient steps of the attack inside every batch; each costs about as much as plain training.',
  default: 5,
  min: 1,
  max: 40,
});
const stepSize = (value: number) =>
  number({ label: 'Step', help: 'As a fraction of ε.', default: value, min: 0.01, max: 2 });

/** Order here is the order in menus. */
export const methodCards = {
  fast: {
    title: 'Fast adversarial training',
    summary: 'One random step of FGSM inside every batch.',
    strengths: 'Withstands strong attacks within its budget at about twice the cost of plain training.',
    weaknesses:
      'May collapse from one epoch to the next and then withstand its own step only. A guard notices and puts the network back. It helps in no other norm, and loses some accuracy on clean images.',
    params: { epsilon, stepSize: stepSize(1.25), rampEpochs },
  },
  pgd: {
    title: 'PGD adversarial training',
    summary: 'Trains only on what PGD makes of the images.',
    strengths: 'The most tested defense: its accuracy under attack holds up against every attack of the lab.',
    weaknesses:
      'Costs as many times plain training as it has steps. Nothing beyond its budget or in another norm, no proof, and less accuracy on clean images.',
    params: { epsilon, steps, stepSize: stepSize(0.35), rampEpochs },
  },
  trades: {
    title: 'TRADES',
    summary: 'Right on clean images, and the same answer all around them.',
    strengths: 'Its weight trades accuracy on clean images against accuracy under attack, in the open.',
    weaknesses: 'As slow as PGD training and one more setting to find. Nothing beyond its budget, and no proof.',
    params: {
      epsilon,
      steps,
      stepSize: stepSize(0.35),
      rampEpochs,
      beta: number({
        label: 'Weight β',
        help: 'The higher, the more the same answer counts against the right one.',
        default: 3,
        min: 0.1,
        max: 100,
      }),
    },
  },
  free: {
    title: 'Free adversarial training',
    summary: 'Every batch several times; each gradient serves the network and the attack.',
    strengths: 'Adversarial training for the price of plain training over as many passes.',
    weaknesses: 'Sees fewer different images for the same time and may collapse as Fast does. No proof.',
    params: {
      epsilon,
      replays: integer({
        label: 'Replays',
        help: 'How often each batch is used in a row.',
        default: 4,
        min: 2,
        max: 16,
      }),
    },
  },
  ibp: {
    title: 'Interval bounds',
    summary: 'Trains on the worst that interval arithmetic allows.',
    strengths: 'Answers that can be proved: no attack of any kind changes a certified one within the budget.',
    weaknesses: 'Needs many epochs, loses the most accuracy on clean images, and certifies one norm only.',
    params: {
      epsilon,
      trainEpsilon: number({
        label: 'Budget in training',
        help: 'Somewhat above ε works best.',
        default: 0.25,
        min: 0.01,
        max: 1,
      }),
      warmupEpochs: integer({
        label: 'Plain epochs',
        help: 'Before the bounds begin to count.',
        default: 1,
        min: 0,
        max: 100,
      }),
      rampEpochs,
      kappa: number({
        label: 'Share of clean loss κ',
        help: 'What is left of the loss on clean images in the end.',
        default: 0.5,
        min: 0,
        max: 1,
      }),
    },
  },
  gaussian: {
    title: 'Gaussian noise',
    summary: 'Fresh noise on every image: what randomised smoothing is built on.',
    strengths: 'As cheap as plain training. With smoothing, answers are certified in L2.',
    weaknesses: 'By itself it hardly helps against attacks, and smoothing asks the model many times per image.',
    params: {
      sigma: number({
        label: 'Sigma',
        help: 'Standard deviation of the noise.',
        default: 0.5,
        min: 0.01,
        max: 10,
      }),
    },
  },
  distillation: {
    title: 'Defensive distillation',
    summary: 'A student learns the soft answers of a teacher at a high temperature.',
    strengths: 'Hides its gradient from naive attacks: FGSM on the probabilities finds little.',
    weaknesses:
      'Broken since 2016: attacks on the logits succeed as if there were no defense. A lesson, no protection.',
    params: {
      temperature: number({
        label: 'Temperature',
        help: 'What logits are divided by while training.',
        default: 100,
        min: 1,
        max: 1000,
        scale: 'log',
      }),
    },
  },
  plain: {
    title: 'Plain training',
    summary: 'The images as they are: the baseline.',
    strengths: 'The highest accuracy on clean images for the least time.',
    weaknesses: 'Small changes that nobody sees turn its answers.',
    params: {},
  },
} as const satisfies Record<MethodKind, MethodCard>;

export const methodIds = Object.keys(methodCards) as MethodKind[];
