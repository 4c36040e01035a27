import type { Cell } from './cells.ts';

/**
 * Asks what the defended model answers around one image: on the plane spanned by the attack's direction and a random one
 * orthogonal to it, and under random noise. Lengths are in the norm of the experiment.
 */
export interface LandscapeRequest {
  /** Defense in front of the model; its attack seeds nothing here. */
  readonly cell: Pick<Cell, 'defense'>;
  /** Position in the data set. */
  readonly image: number;
  /** What the attack made of the image, `h × w × c`; the clean image itself when it found nothing. */
  readonly adversarial: Float32Array;
  /** Size of the random noise; the plane reaches twice as far in every direction. Positive. */
  readonly radius: number;
  /** Points per side of the plane; odd, so that the clean image is one of them. */
  readonly side: number;
  /** Random draws of noise. */
  readonly draws: number;
}

/** Point (i, j) of a plane is entry `j × side + i`: i counts along the attack, j across, both from −reach to reach. */
export interface Landscape {
  readonly image: number;
  readonly radius: number;
  readonly reach: number;
  readonly side: number;
  readonly predictions: Int32Array;
  /** Probability of the predicted class. */
  readonly confidences: Float32Array;
  /** Lead of the best logit over the second. */
  readonly margins: Float32Array;
  /** Unit directions, `h × w × c`; a point is clean + a · along + b · across, clipped to the pixel box. */
  readonly along: Float32Array;
  readonly across: Float32Array;
  /** False when the attack changed nothing: both directions are random then. */
  readonly directed: boolean;
  /** Smallest length along the attack's direction that changes the answer; null when none does within reach. */
  readonly flipsAt: number | null;
  /** Of `draws` random points of the ball of `radius`, those that changed the answer. */
  readonly noise: { readonly draws: number; readonly flips: number };
}

/** Clean images and their true classes, for somebody who wants to choose one. */
export interface Looked {
  readonly images: readonly number[];
  readonly shape: readonly [number, number, number];
  /** `n × h × w × c`, in [0, 1]. */
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
  /** Images in the whole set. */
  readonly size: number;
}
