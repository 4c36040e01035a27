import type { Rng } from '../core/rng.ts';
import type { Attack } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { type Score, scores } from './hearing.ts';
import { pixel } from './hostNorm.ts';
import { type Interview, inFlight, interview, type Sitter } from './interview.ts';

/** Row, column and channels of each pixel that changes, one after the other; rows and columns as shares of the image. */
type Candidate = Float64Array;

const weight = 0.5; // of the difference between two candidates

/**
 * The one-pixel attack (Su et al. 2019, arXiv:1710.08864, sec. III): differential evolution over the places and colours of
 * a few pixels. A child a + ½(b − c) of three random candidates replaces its own parent when its gain is larger.
 *
 * Differs from the paper: 100 candidates, not 400, but as many generations as the queries allow; the gain is the
 * cross-entropy, which orders candidates as the probability does and does not saturate.
 * Cost: at most `queries` forward passes, one generation as one question; an image stops at its first success.
 */
export const onePixel: Attack<'onepixel'> = (input) =>
  interview(input, scores('ce'), (sitter) => evolve(sitter, input.params));

function* evolve(sitter: Sitter, { pixels, population }: AttackParams<'onepixel'>): Interview<Score> {
  const { shape, rng, found } = sitter;
  let best = Number.NEGATIVE_INFINITY;
  let parents: Candidate[] = [];
  let gains: number[] = [];
  for (;;) {
    const children =
      parents.length === 0
        ? Array.from({ length: population }, () => first(pixels, shape[2], rng))
        : parents.map(() => child(parents, rng));
    const images = children.map((candidate) => painted(candidate, sitter));
    const answers = yield* askInTurn(images);
    answers.forEach(({ gain, hit }, i) => {
      const worth = hit ? Number.POSITIVE_INFINITY : gain;
      if (worth <= best) return;
      best = worth;
      found.set(images[i]!);
    });
    if (best === Number.POSITIVE_INFINITY) return;
    const better = answers.map(({ gain }, i) => parents.length === 0 || gain > gains[i]!);
    parents = children.map((candidate, i) => (better[i] ? candidate : parents[i]!));
    gains = answers.map(({ gain }, i) => (better[i] ? gain : gains[i]!));
  }
}

/** Answers to the images in blocks; none after the block that has a success. */
function* askInTurn(images: readonly Float32Array[]): Interview<Score, Score[]> {
  const answers: Score[] = [];
  const size = inFlight(images[0]!.length);
  for (let i = 0; i < images.length && !answers.some(({ hit }) => hit); i += size) {
    answers.push(...(yield images.slice(i, i + size)));
  }
  return answers;
}

/** Anywhere; colours from a normal distribution round grey, as in the paper. */
const first = (pixels: number, channels: number, rng: Rng): Candidate =>
  Float64Array.from({ length: pixels * (2 + channels) }, (_, i) =>
    i % (2 + channels) < 2 ? rng.uniform() : pixel(0.5 + 0.5 * rng.normal()),
  );

function child(parents: readonly Candidate[], rng: Rng): Candidate {
  const any = () => parents[Math.floor(rng.uniform() * parents.length)]!;
  const [a, b, c] = [any(), any(), any()];
  return a.map((value, i) => pixel(value + weight * (b[i]! - c[i]!)));
}

/** The clean image with the pixels of a candidate in it. */
function painted(candidate: Candidate, { shape: [height, width, channels], x0 }: Sitter): Float32Array {
  const x = x0.slice();
  const place = (share: number, size: number) => Math.min(size - 1, Math.floor(share * size));
  for (let i = 0; i < candidate.length; i += 2 + channels) {
    const at = (place(candidate[i]!, height) * width + place(candidate[i + 1]!, width)) * channels;
    for (let channel = 0; channel < channels; channel++) x[at + channel] = candidate[i + 2 + channel]!;
  }
  return x;
}
