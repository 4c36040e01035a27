import { gainOf } from '../tensor/gradient.ts';
import * as tf from '../tensor/tf.ts';
import { apgd } from './apgd.ts';
import type { Attack, AttackInput } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { type Attempt, inTurn } from './inTurn.ts';
import { likeliestWrong } from './likeliestClasses.ts';

type Input = AttackInput<AttackParams<'apgd-t'>>;

/**
 * Auto-PGD on the targeted difference of logits ratio, towards the likeliest wrong classes of the clean image in turn
 * (Croce and Hein 2020, arXiv:2003.01690, sec. 5); see `apgd`. Any wrong answer is a success. With a wanted class it goes
 * there alone.
 */
export const apgdT: Attack<'apgd-t'> = async (input) => {
  const classes = await candidates(input);
  const places = classes[0]!.length; // every image has as many wrong classes
  const attempts = Array.from({ length: places }, (_, place) =>
    Array.from({ length: input.params.restarts }, (_, restart) => towards(classes, place, restart)),
  );
  const { x } = await inTurn(input, attempts.flat());
  return x;
};

async function candidates(input: Input): Promise<number[][]> {
  const { objective, params } = input;
  if (objective.kind === 'targeted') return Array.from(await objective.targets.data(), (target) => [target]);
  return likeliestWrong(input, params.targets);
}

/** One restart towards the class in this place of each image's list. */
const towards = (classes: readonly number[][], place: number, restart: number): Attempt<Input['params']> => ({
  work: 1,
  run: (part, rows) =>
    apgd(part, {
      memory: () => ({
        targets: tf.tensor1d(
          rows.map((row) => classes[row]![place]!),
          'int32',
        ),
      }),
      gainOf: ({ objective: { labels } }, { targets }) => gainOf('dlr', { kind: 'targeted', labels, targets }),
      rngOf: (i) => part.ctx.rngOf(i).fork(place).fork(restart),
    }),
});
