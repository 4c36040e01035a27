import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Attack, AttackInput } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { corrupt } from './corruptions/corrupt.ts';
import { type CorruptionKind, corruptionKinds, type Severity, severities } from './corruptions.card.ts';
import { firstThatWorks } from './firstThatWorks.ts';
import { decisions } from './hearing.ts';
import { interview, type Sitter } from './interview.ts';

type CorruptionsInput = AttackInput<AttackParams<'corruptions'>>;

/**
 * Common corruptions (Hendrycks and Dietterich 2019, arXiv:1903.12261, sec. 3): 15 kinds × 5 severities, our own versions
 * with settings near those of CIFAR-10-C; lengths grow with the picture.
 *
 * `mean`: every image meets one of the versions asked for, drawn from its own stream. The accuracy estimates the mean over
 * all of them, and its interval covers the draw as well. `worst`: an image counts as robust if it withstands each.
 *
 * Differs from the paper: an image that is wrong before is not corrupted and stays wrong.
 * Cost: none (`mean`), or at most one forward pass per version (`worst`).
 */
export const corruptions: Attack<'corruptions'> = (input) => {
  const versions = versionsOf(input.params);
  if (input.params.pick === 'mean') return drawn(input, versions);
  const queries = Math.min(input.params.queries, versions.length);
  return interview({ ...input, params: { queries } }, decisions, (sitter) =>
    firstThatWorks(sitter, queries, (index) => damaged(sitter, versions[index]!)),
  );
};

interface Version {
  readonly kind: CorruptionKind;
  readonly severity: Severity;
}

/** What is asked for, mildest first. */
function versionsOf({ kind, severity }: AttackParams<'corruptions'>): Version[] {
  const kinds = kind === 'all' ? corruptionKinds : [kind];
  const steps = severity === 0 ? severities : [severity as Severity]; // the card allows 0 to 5
  return steps.flatMap((step) => kinds.map((one) => ({ kind: one, severity: step })));
}

/** Each image in a version of its own. */
async function drawn({ x0, ctx }: CorruptionsInput, versions: readonly Version[]): Promise<Images> {
  const [n, ...shape] = x0.shape;
  const pixels = Float32Array.from(await x0.data());
  const size = pixels.length / n;
  for (let i = 0; i < n; i++) {
    const rng = ctx.rngOf(i);
    const own = pixels.subarray(i * size, (i + 1) * size);
    const version = versions[Math.floor(rng.fork('version').uniform() * versions.length)]!;
    own.set(damaged({ shape, x0: own, rng }, version));
    await ctx.tick(i + 1, n); // large pictures take their time
  }
  return tf.tensor4d(pixels, x0.shape);
}

/** Noise of a kind is the same at every severity, only stronger. */
function damaged({ shape, x0, rng }: Pick<Sitter, 'shape' | 'x0' | 'rng'>, { kind, severity }: Version): Float32Array {
  const [height, width, channels] = shape;
  return corrupt[kind]({ height, width, channels, pixels: x0 }, severity, rng.fork(kind)).pixels;
}
