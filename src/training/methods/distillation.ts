import * as tf from '../../tensor/tf.ts';
import { certainly, meanSoftCrossEntropy } from '../losses.ts';
import type { OpenMethod } from './method.ts';

/**
 * Defensive distillation (Papernot et al. 2016, arXiv:1511.04508, sec. 4): a teacher is trained on softmax(z/T), then a
 * student of the same kind, from new weights, to answer as the teacher does, again on softmax(z/T).
 *
 * What is kept is the student at T = 1: its logits are T times as large as usual, softmax is 0 or 1 in float32, and the
 * gradient of the cross-entropy vanishes. That stops attacks which follow it and no other (Carlini and Wagner 2017,
 * arXiv:1608.04644, sec. 8).
 *
 * Differs from the paper in form: here the network learns u = z/T, and its last layer is multiplied by T when it is done
 * (`deployedScale`). Else the first epochs would go by until weights have grown T times as large.
 */
export const distillation: OpenMethod<'distillation'> = (_, { recipe, learner }, memory) => {
  let teacher = memory && learner.answers(memory);
  return {
    updates: 1,
    memory: () => teacher?.weights,
    async startEpoch(epoch) {
      if (epoch !== recipe.epochs + 1) return;
      teacher = learner.answers((await learner.state()).slice(0, learner.parameters));
      learner.begin('student');
    },
    async teach({ clean, labels }, descend) {
      const q = tf.tidy(() =>
        teacher ? tf.softmax(teacher.logits(clean)) : certainly(labels, recipe.classNames.length),
      );
      try {
        return (await descend((answer) => meanSoftCrossEntropy(answer(clean), q))).loss;
      } finally {
        q.dispose();
      }
    },
    dispose: () => teacher?.dispose(),
  };
};
