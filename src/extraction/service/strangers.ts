import type { CountermeasureParams } from '../countermeasures.catalog.ts';
import { type Detector, nearestDistance } from './detector.ts';

type Settings = Pick<CountermeasureParams<'strangers'>, 'window' | 'share'>;

/** What counts as near: the distance to its nearest neighbour that the quantile of the owner's images keep. */
export function openNeighbourhood(images: readonly Float32Array[]): (quantile: number) => number {
  const distances = images
    .map((image, i) =>
      nearestDistance(
        image,
        images.filter((_, j) => j !== i),
      ),
    )
    .sort((a, b) => a - b);
  return (quantile) => distances[Math.min(distances.length - 1, Math.floor(quantile * distances.length))]!;
}

/**
 * Out-of-distribution queries by the distance to the nearest neighbour (Sun et al. 2022, arXiv:2204.06507): the alarm is
 * on while more than `share` of the last `window` questions are strangers. Differs from the paper: distances are between
 * pixels, not features, so that nothing has to be trained.
 */
export function openStrangers({ window, share }: Settings, images: readonly Float32Array[], radius: number): Detector {
  const strange: boolean[] = [];
  const distances: number[] = [];
  const scores: number[] = [];
  let recent = 0;
  return {
    observe({ pixels }) {
      const distance = nearestDistance(pixels, images);
      distances.push(distance);
      strange.push(distance > radius);
      recent += Number(distance > radius) - Number(strange[strange.length - 1 - window] ?? false);
      scores.push(recent / window);
      return strange.length >= window && recent / window > share;
    },
    watching: () => ({
      threshold: share,
      alarms: 'above',
      queries: Int32Array.from(scores, (_, i) => i + 1),
      scores: Float32Array.from(scores),
      distances: Float32Array.from(distances),
    }),
  };
}
