import { z } from 'zod';
import { attackIds } from '../../attacks/catalog.ts';
import { goalKinds, norms } from '../../core/threat.ts';
import { detectorIds } from '../../detectors/catalog.ts';
import { checkCodes } from '../checks/catalog.ts';
import { certifiedRowSchema } from '../export/certifySchema.ts';
import { policyParams } from '../thresholds/policy.ts';
import { actors, dutyCodes } from './duties.ts';
import { gapCodes } from './gaps.ts';
import { untestedReasons, verdicts } from './levels.ts';
import { profileSchema } from './profile.ts';
import { ratings, threatIds } from './risks.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
const share = z.number().min(0).max(1);
const measure = z
  .object({ value: share.nullable(), low: share, high: share, n: z.int().min(0) })
  .describe('A share of n images with its 95 % interval; null where there is nothing to count.');
const amount = z.object({ value: z.number(), low: z.number(), high: z.number() });
const epsilon = z.number().min(0).nullable().describe('Pixel units; null where ε does not apply.');
const source = z.int().min(0).describe('Place in sources.');
const asset = z.object({ id: z.string(), sha256: z.string() });
const attackName = z.enum([...attackIds, 'worst']);

/** What decided about a criterion or a risk: an attack, another model, a copy, or a proof. */
const evidence = z.object({
  source,
  kind: z.enum(['attack', 'transfer', 'copy', 'certified']),
  attack: attackName.describe('Of a proof: the attack that stands beside it.'),
  epsilon,
  from: z.string().nullable().describe('The other model, the thief that made the copy, or the method of the proof.'),
  queries: z.int().nullable(),
});

const sourceReport = z.object({
  name: z.string(),
  kind: z.enum(['evaluate', 'transfer', 'extract', 'certify']),
  spec: z.record(z.string(), z.string()),
  startedAt: z.iso.datetime().nullable(),
  seconds: z.number().nullable(),
  complete: z.boolean(),
  version: z.string(),
  backend: z.string(),
  adapter: z.string(),
  seal: z.enum(['intact', 'broken', 'absent']).describe('Whether the hash in the file fits what it says.'),
  misfit: z.enum(['broken', 'absent', 'model', 'data']).nullable().describe('What keeps its numbers off the card.'),
  otherVersion: z.boolean().describe('Made by another version of the lab than the card.'),
});

const result = z.object({
  source,
  attack: attackName,
  norm: z.enum(norms),
  epsilon,
  withstands: measure,
  success: measure,
  trust: z.enum(['do-not-quote', 'bound', 'pending', 'checked']),
});

const bands = z.object({ accept: measure, review: measure, reject: measure, wrong: measure });
const calibration = z.object({ ece: z.number().nullable(), brier: z.number().nullable() });

/** One robustness card, complete: page, print, HTML and command line show what stands here. */
export const cardSchema = z.object({
  schema: z.literal(1),
  kind: z.literal('robustness-card'),
  lab: z.string().describe('Version of the lab that made the card.'),
  madeAt: z.iso.datetime(),
  trusted: z.boolean().describe('False when the main report was edited: its numbers are shown, levels are not judged.'),
  model: asset.extend({ classNames: z.array(z.string()) }),
  data: asset,
  defense: z.string(),
  threat: z.object({
    norm: z.enum(norms),
    goal: z.enum(goalKinds),
    epsilons: z.array(z.number()),
    budget: z.number().describe('ε that the levels speak of.'),
    queries: z.int(),
  }),
  sources: z.array(sourceReport).min(1),
  clean: measure,
  results: z.array(result),
  detectors: z
    .array(
      z.object({
        source,
        detector: z.enum(detectorIds),
        attack: attackName,
        norm: z.enum(norms),
        epsilon,
        adaptive: z.boolean().describe('The attack knows the detector.'),
        threshold: z.number().nullable().describe('An image is turned away where its score is larger.'),
        fitted: z.int().min(0).describe('Clean images that the threshold was fitted on.'),
        falseAlarms: measure.describe('Of the other clean images, those turned away.'),
        detected: measure.describe('Of the images the attack turned, those detected.'),
        joint: measure.describe('Of all images, those answered rightly or turned away.'),
        auroc: z.object({ value: share.nullable(), low: share, high: share }),
        trust: z.enum(['do-not-quote', 'bound', 'pending', 'checked']),
      }),
    )
    .describe('What detectors caught beside the defense; empty where no report had one.'),
  transfers: z.array(z.object({ source, from: z.string(), attack: attackName, epsilon, success: measure })),
  copies: z.array(
    z.object({
      source,
      thief: z.string(),
      labels: z.string(),
      countermeasures: z.string(),
      queries: z.int(),
      fidelity: measure,
      attack: attackName,
      success: measure,
    }),
  ),
  certified: z
    .array(
      z.object({
        source,
        row: certifiedRowSchema,
        attack: attackName.describe('What empiricalAccuracy withstood.'),
        smoothing: z
          .object({ sigma: z.number(), n: z.int(), alpha: z.number(), abstained: z.int() })
          .nullable()
          .describe('Noise, votes, error and abstentions of smoothing; null for bounds.'),
        trust: z
          .enum(['checked', 'do-not-quote'])
          .describe('do-not-quote where more images are both proved and fooled than the error of the method explains.'),
      }),
    )
    .describe('What is proved of the model without a defense; empty where certification was not tested.'),
  handling: z
    .object({
      policy: z.record(z.enum(Object.keys(policyParams) as [string, ...string[]]), z.union([z.number(), z.string()])),
      attack: attackName,
      epsilon,
      aware: z.boolean(),
      clean: bands,
      attacked: bands,
      acceptedRight: measure,
      load: amount,
      costPerThousand: amount,
      cheapest: z.object({ accept: z.number(), reject: z.number(), perThousand: z.number() }),
      calibration: z.object({ temperature: z.number(), before: calibration, after: calibration }),
    })
    .nullable(),
  checks: z.array(
    z.object({
      source,
      code: z.enum(checkCodes),
      outcome: z.enum(['passed', 'raised', 'not-applicable', 'pending']),
      value: z.number().nullable(),
      message: z.string(),
    }),
  ),
  profile: profileSchema,
  profileSha256: sha256,
  reached: z.int().min(0).describe('Highest level that is passed with every level below it; 0 for none.'),
  levels: z.array(
    z.object({
      level: z.int(),
      verdict: z.enum(verdicts),
      criteria: z.array(
        z.object({
          id: z.string(),
          verdict: z.enum(verdicts),
          reason: z.enum(untestedReasons).nullable(),
          measure: measure.nullable(),
          by: evidence.nullable(),
        }),
      ),
    }),
  ),
  risks: z.array(
    z.object({
      threat: z.enum(threatIds),
      rating: z.enum(ratings),
      success: measure.nullable(),
      by: evidence.nullable(),
    }),
  ),
  duties: z.array(
    z.object({ actor: z.enum(actors), code: z.enum(dutyCodes), values: z.record(z.string(), z.number()) }),
  ),
  examples: z.array(
    z.object({
      image: z.int().min(0),
      attack: attackName,
      epsilon,
      label: z.int().min(0),
      answer: z.int().min(0),
      confidence: share,
      clean: z.string().startsWith('data:image/png;base64,'),
      adversarial: z.string().startsWith('data:image/png;base64,'),
    }),
  ),
  gaps: z.array(z.enum(gapCodes)).describe('What was not tested.'),
  link: z.string().describe('Repeats the main experiment; what follows # is enough for the command line.'),
});

export type RobustnessCard = z.infer<typeof cardSchema>;
export type CardMeasure = z.infer<typeof measure>;
export type CardEvidence = z.infer<typeof evidence>;
export type CardProof = RobustnessCard['certified'][number];
export type CardExample = RobustnessCard['examples'][number];
export type CardCriterion = RobustnessCard['levels'][number]['criteria'][number];

/** Published as `docs/card.schema.json`. */
export const cardJsonSchema = (): object => ({
  ...z.toJSONSchema(cardSchema, { io: 'output' }),
  title: 'Epsilon Lab robustness card',
  description: 'An example of its date, not an assurance.',
});
