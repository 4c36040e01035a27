import { meanCrossEntropy } from '../losses.ts';
import type { OpenMethod } from './method.ts';

/** The images as they are. */
export const plain: OpenMethod<'plain'> = () => ({
  updates: 1,
  teach: async ({ clean, labels }, descend) =>
    (await descend((answer) => meanCrossEntropy(answer(clean), labels))).loss,
});
