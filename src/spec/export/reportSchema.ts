import { z } from 'zod';
import { attackIds } from '../../attacks/catalog.ts';
import { norms } from '../../core/threat.ts';
import { detectorIds } from '../../detectors/catalog.ts';
import { checkCodes } from '../checks/catalog.ts';
import { warningCodes } from '../events.ts';
import type { DetectionRow } from './detectionRows.ts';
import type { CellColumns, CleanColumns } from './reportJson.ts';
import type { ReportRow } from './reportRows.ts';

const rate = z.number().min(0).max(1);
const position = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
const asset = z.object({ id: z.string(), sha256 });
const vectors = z.array(z.array(rate)).describe('Class probabilities, one row per image.');

const row = z
  .object({
    attack: z.string().describe('Id of the attack, or "worst": the per-image worst case over all attacks.'),
    defense: z.string().describe('"none", or the chain of defenses, such as "bits+median".'),
    adaptive: z.boolean().describe('The attack goes through the defense.'),
    norm: z.enum(norms),
    epsilon: z.number().min(0).nullable().describe('Budget in pixel units; null where the attack had none.'),
    n: position.describe('Images attacked.'),
    cleanAccuracy: rate.nullable(),
    robustAccuracy: rate.nullable().describe('Over all n images.'),
    ciLow: rate.describe('Wilson 95 % interval of robustAccuracy.'),
    ciHigh: rate,
    successRate: rate.nullable().describe('Over the successN images that were right before the attack.'),
    successN: position,
    successLow: rate,
    successHigh: rate,
    medianDistance: z.number().min(0).nullable().describe('Over successes, in the norm of the run.'),
    survivesRounding: rate.nullable().describe('Share of the successes that rounding to 8 bits leaves standing.'),
    medianQueries: z
      .number()
      .min(0)
      .nullable()
      .describe('Questions asked per image, over successes of a black-box attack.'),
  })
  .readonly() satisfies z.ZodType<ReportRow>;

const measure = z
  .object({ value: rate.nullable(), low: rate, high: rate, n: position })
  .describe('A share of n images with its 95 % interval; null where there is nothing to count.');

const detection = z
  .object({
    defense: z.string(),
    detector: z.enum(detectorIds),
    attack: z.enum(attackIds),
    adaptive: z.boolean().describe('The attack knows the detector.'),
    epsilon: z.number().min(0).nullable(),
    threshold: z.number().nullable().describe('An image is turned away where its score is larger.'),
    fitted: position.describe('Clean images that the threshold was fitted on.'),
    falseAlarms: measure.describe('Of the other clean images, those turned away.'),
    detected: measure.describe('Of the images the attack turned, those detected.'),
    joint: measure.describe('Of all images, those answered rightly or turned away.'),
    auroc: z.object({ value: rate.nullable(), low: rate, high: rate }),
  })
  .readonly() satisfies z.ZodType<DetectionRow>;

const scores = z.record(z.string(), z.array(z.number().min(0))).describe('How suspicious each image is, by detector.');

const opinions = z
  .record(z.string(), z.object({ prediction: z.array(position), confidence: z.array(rate) }))
  .describe('What the second models say about the same images, by model.');

const asides = {
  logits: z.array(z.array(z.number())).optional().describe('Class scores before the softmax, one row per image.'),
  scores: scores.optional(),
  opinions: opinions.optional(),
};

const cleanColumns = z
  .object({
    defense: z.string(),
    index: z.array(position).describe('Position in the data set; entry i of every column belongs to index[i].'),
    label: z.array(position),
    target: z.array(z.int().min(-1)).describe('Class the adversary wants; -1 where there is none.'),
    prediction: z.array(position),
    probabilities: vectors,
    ...asides,
  })
  .superRefine(sameLength) satisfies z.ZodType<CleanColumns>;

const cellColumns = z
  .object({
    attack: z.string(),
    defense: z.string(),
    adaptive: z.boolean(),
    epsilon: z.number().min(0).nullable(),
    index: z.array(position),
    prediction: z.array(position),
    probabilities: vectors,
    success: z.array(z.boolean()),
    distance: z.array(z.number().min(0)),
    survives: z.array(z.boolean()).describe('Still a success after rounding to 8 bits.'),
    queries: z.array(position).optional().describe('Questions asked about each image by a black-box attack.'),
    by: z
      .array(z.string().nullable())
      .optional()
      .describe('Attack of a cascade that brought each image down; null where none had to or could.'),
    ...asides,
  })
  .superRefine(sameLength) satisfies z.ZodType<CellColumns>;

const cells = z
  .object({ attack: z.string(), defense: z.string(), adaptive: z.boolean(), epsilon: z.number().nullable() })
  .partial()
  .describe('The results it qualifies: those that match every key; empty means all.');

const warning = z.object({ code: z.enum(warningCodes), message: z.string(), cells });

const check = z.object({
  code: z.enum(checkCodes).describe('Anchor of the check in the guide, docs/checks.md.'),
  outcome: z.enum(['passed', 'raised', 'not-applicable', 'pending']),
  value: z.number().nullable().describe('What was measured, as the rule of the check has it; null where nothing was.'),
  message: z.string(),
  cells,
});

/** What a saved report looks like. Unknown keys are passed over, so that files of later versions open. */
export const reportSchema = z.object({
  schema: z.literal(1),
  spec: z.record(z.string(), z.string()).describe('The experiment; settings that are not named have their defaults.'),
  seed: position,
  norm: z.enum(norms),
  version: z.string().describe('Version of the lab.'),
  backend: z.string(),
  adapter: z.string().describe('Graphics adapter, or kernels in use on the processor.'),
  model: asset,
  dataset: asset,
  classNames: z.array(z.string()),
  warnings: z.array(warning),
  checks: z.array(check).default([]).describe('Every check; one that was raised comes once for each thing it found.'),
  startedAt: z.iso.datetime().nullable(),
  seconds: z.number().min(0).nullable().describe('Wall time of the run without start-up and loading.'),
  complete: z.boolean().describe('False when the run was stopped.'),
  results: z.array(row),
  detections: z.array(detection).optional().describe('What the detectors of the run caught; absent where it had none.'),
  images: z.object({ clean: z.array(cleanColumns), cells: z.array(cellColumns) }),
  sha256: sha256
    .optional()
    .describe(
      'Of this file as JSON with sorted keys, no spaces and without this field: an edited file does not match.',
    ),
});

/** The same as a JSON Schema, published as `docs/report.schema.json`. */
export const reportJsonSchema = (): object => ({
  ...z.toJSONSchema(reportSchema, { io: 'input' }),
  title: 'Epsilon Lab report',
  description: 'Rates lie in [0, 1], distances in the norm of the run; null stands for "no such number".',
});

/** Every column of a block holds one entry per image, those by name as well. */
function sameLength(columns: object, ctx: z.RefinementCtx): void {
  const { index, ...others } = columns as { readonly index: readonly unknown[] };
  for (const { path, values } of listsIn(others, [])) {
    if (values.length !== index.length) {
      const message = `expected ${index.length} entries, one per image, got ${values.length}`;
      ctx.addIssue({ code: 'custom', path, message });
    }
  }
}

interface List {
  readonly path: string[];
  readonly values: readonly unknown[];
}

function listsIn(node: unknown, path: string[]): List[] {
  if (Array.isArray(node)) return [{ path, values: node }];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => listsIn(value, [...path, key]));
}
