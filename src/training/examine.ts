import { wilson } from '../core/stats.ts';
import { measureAccuracy } from './accuracy.ts';
import type { Course } from './course.ts';
import type { Progress } from './events.ts';
import { gather } from './images.ts';
import { budgetOf } from './methodRecipe.ts';
import { type Answering, countWithstanding } from './robustness.ts';

/** Held-out images to look at, and how many of them to attack; at most so many. */
interface Extent {
  readonly images: number;
  readonly attacked: number;
}

/** How the network does on images that are held out. */
export async function examine(
  course: Pick<Course, 'recipe' | 'images' | 'count' | 'clock' | 'host'> & Answering,
  extent: Extent,
): Promise<Progress> {
  const { recipe, images, count, learner, clock, host } = course;
  const behind = (positions: readonly number[]) => {
    const heldOut = positions.map((i) => count + i);
    return gather(images, heldOut);
  };
  const examined = {
    shape: images.shape,
    count: Math.min(extent.images, recipe.holdout),
    read: async (positions: readonly number[]) => behind(positions),
  };
  const accuracy = await measureAccuracy(learner.logits, examined, async () => {
    await clock.breathe();
    host.signal.throwIfAborted();
  });
  const epsilon = budgetOf(recipe.method);
  if (epsilon === undefined) return { accuracy };
  const n = Math.min(extent.attacked, recipe.holdout);
  const attacked = behind(Array.from({ length: n }, (_, i) => i));
  return { accuracy, robust: wilson(await countWithstanding(course, attacked, { epsilon, purpose: 'progress' }), n) };
}
