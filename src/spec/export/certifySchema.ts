import { z } from 'zod';
import { certificateIds } from '../../certification/certificates.catalog.ts';
import type { CertifiedColumns, WrittenRow } from './certifyJson.ts';

const share = z.number().min(0).max(1);
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
const asset = z.object({ id: z.string(), sha256: z.string() });

/** One method at one budget. */
export const certifiedRowSchema = z
  .object({
    method: z.enum(certificateIds),
    norm: z.enum(['linf', 'l2']).describe('linf for bounds, l2 for smoothing.'),
    epsilon: z.number().min(0).describe('Budget of a bound, or radius of smoothing, in pixel units.'),
    n: count.describe('Images.'),
    certifiedAccuracy: share.describe('Of all n images, those whose right answer is proved within the budget.'),
    ciLow: share.describe('Wilson 95 % interval of certifiedAccuracy.'),
    ciHigh: share,
    empiricalAccuracy: share.describe(
      'Of all n images, those that withstood the attack; the truth lies between the two.',
    ),
    empiricalLow: share,
    empiricalHigh: share,
    broken: z.array(count).describe('Positions of images both proved and fooled.'),
  })
  .readonly() satisfies z.ZodType<WrittenRow>;

const images = z.object({
  index: z.array(count).describe('Position in the data set; entry i of every column belongs to index[i].'),
  label: z.array(count),
  prediction: z.array(count).describe('Of the bare model.'),
  chosen: z.array(count).optional().describe('Class that the first votes chose.'),
  votes: z.array(count).optional().describe('Votes of n for the chosen class.'),
  radius: z.array(z.number().min(0).nullable()).optional().describe('Certified radius; null where the vote abstains.'),
  proved: z
    .record(z.string(), z.array(z.number().min(0).nullable()))
    .describe('By method: the largest budget within which the image is proved; null for none.'),
}) satisfies z.ZodType<CertifiedColumns>;

/** What a saved certification looks like. Unknown keys are passed over, so that files of later versions open. */
export const certifySchema = z.object({
  schema: z.literal(1),
  experiment: z.literal('certify'),
  spec: z.record(z.string(), z.string()).describe('The experiment; settings that are not named have their defaults.'),
  version: z.string().describe('Version of the lab.'),
  backend: z.string(),
  adapter: z.string(),
  model: asset,
  dataset: asset,
  startedAt: z.iso.datetime().nullable(),
  seconds: z.number().min(0).nullable(),
  complete: z.boolean().describe('False when the run was stopped.'),
  attack: z.string().describe('The attack whose survivors are empiricalAccuracy.'),
  check: z.object({
    held: z.boolean().describe('Whether no more images are both proved and fooled than the error allowed explains.'),
    broken: z.array(count),
  }),
  cleanAccuracy: share.nullable().describe('Of the bare model.'),
  smoothing: z
    .object({
      sigma: z.number(),
      n: count,
      n0: count,
      alpha: z.number(),
      ceiling: z.number().describe('Radius that so many votes certify where all agree.'),
      voteAccuracy: share.nullable().describe('Right and not abstained.'),
      abstained: count,
    })
    .nullable(),
  results: z.array(certifiedRowSchema),
  images,
  sha256: sha256
    .optional()
    .describe(
      'Of this file as JSON with sorted keys, no spaces and without this field: an edited file does not match.',
    ),
});

export type SavedCertify = z.infer<typeof certifySchema>;

/** The same as a JSON Schema, published as `docs/certify.schema.json`. */
export const certifyJsonSchema = (): object => ({
  ...z.toJSONSchema(certifySchema, { io: 'input' }),
  title: 'Epsilon Lab certification',
  description: 'Shares lie in [0, 1], budgets and radii are in pixel units; null stands for "no such number".',
});
