import { z } from 'zod';
import { integer, positive } from './fields.ts';

/** The budget in linf that a model is meant to withstand. */
const epsilon = positive(1);
/** Epochs over which the budget grows evenly from 0, so that the network first learns what there is to see. */
const rampEpochs = integer(0, 1000);
/** An attack made of steps; `stepSize` is a fraction of epsilon. */
const climb = { epsilon, steps: integer(1, 100), stepSize: positive(2), rampEpochs };

const proportion = { error: 'a number in [0, 1]' };

const members = [
  z.strictObject({ kind: z.literal('plain') }),
  z.strictObject({ kind: z.literal('gaussian'), sigma: positive(10) }),
  z.strictObject({ kind: z.literal('fast'), epsilon, stepSize: positive(2), rampEpochs }),
  z.strictObject({ kind: z.literal('pgd'), ...climb }),
  z.strictObject({ kind: z.literal('trades'), ...climb, beta: positive(100) }),
  z.strictObject({ kind: z.literal('free'), epsilon, replays: integer(2, 16) }),
  z.strictObject({
    kind: z.literal('ibp'),
    epsilon,
    trainEpsilon: epsilon,
    warmupEpochs: integer(0, 1000),
    rampEpochs,
    kappa: z.number(proportion).min(0, proportion).max(1, proportion),
  }),
  z.strictObject({ kind: z.literal('distillation'), temperature: positive(1000) }),
] as const;

const kinds = members.map(({ shape }) => shape.kind.value);

/** How a network is taught: one member for each file in `methods`. */
export const methodSchema = z.discriminatedUnion('kind', members, {
  error: `a method of kind ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`,
});

export type MethodRecipe = z.infer<typeof methodSchema>;
export type MethodKind = MethodRecipe['kind'];
export type Settings<Kind extends MethodKind> = Extract<MethodRecipe, { readonly kind: Kind }>;

/** The budget in linf that the method trains for, if it does. */
export const budgetOf = (method: MethodRecipe): number | undefined =>
  'epsilon' in method ? method.epsilon : undefined;

/** Networks taught one after the other, each over all epochs: a teacher comes before its student. */
export const stagesOf = ({ kind }: MethodRecipe): number => (kind === 'distillation' ? 2 : 1);

/** What the logits of the network that was taught are multiplied by in the model that is kept. */
export const deployedScale = (method: MethodRecipe): number =>
  method.kind === 'distillation' ? method.temperature : 1;
