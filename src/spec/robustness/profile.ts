import { z } from 'zod';
import { attackIds } from '../../attacks/catalog.ts';
import { certificateIds } from '../../certification/certificates.catalog.ts';
import { parseEpsilon } from '../../core/epsilon.ts';
import { norms } from '../../core/threat.ts';
import { parseJson } from '../export/parseReport.ts';
import { sealOf } from '../export/seal.ts';
import { read } from './otherReports.ts';
import standard from './standard.profile.json' with { type: 'json' };

const text = z.strictObject({ en: z.string().min(1), ja: z.string().min(1) });
const share = z.number().min(0).max(1);
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a name of small letters, digits and hyphens');
const attack = z.enum(attackIds);
const epsilon = z
  .string()
  .refine((value) => (parseEpsilon(value) ?? -1) > 0, 'expected a budget such as 0.3 or 8/255')
  .describe('In pixel units, as text.');

const criterion = z.discriminatedUnion('measure', [
  z.strictObject({ id, measure: z.literal('clean'), atLeast: share }).describe('Clean accuracy.'),
  z
    .strictObject({
      id,
      measure: z.literal('withstands'),
      attack,
      harder: z.array(attack).default([]).describe('Attacks that contain this one: passing them counts as well.'),
      settings: z.record(z.string(), z.number()).default({}).describe('Least value of numeric settings of the attack.'),
      atLeast: share,
    })
    .describe('Share of all images that are still right under an attack that knows the defense.'),
  z
    .strictObject({ id, measure: z.literal('transfer'), atMost: share })
    .describe('Success of images that were crafted on any other model.'),
  z
    .strictObject({ id, measure: z.literal('copy'), queries: z.int().min(1), atMost: share })
    .describe('Success of images that were crafted on a stolen copy, after at least so many queries.'),
  z
    .strictObject({
      id,
      measure: z.literal('certified'),
      methods: z
        .array(z.enum(certificateIds))
        .min(1)
        .default(['interval', 'linear'])
        .describe('Proofs that count: bounds (linf) prove the model itself, smoothing (l2) the vote under noise.'),
      atLeast: share,
    })
    .describe(
      'Share of all images whose right answer is proved. The best of the methods counts; the card has to speak of the model without a defense.',
    ),
]);

const level = z.strictObject({
  level: z.int().min(1).max(9),
  title: text,
  about: text,
  criteria: z.array(criterion).min(1),
});

/** The levels of a card, defined in the open: what is measured, against which bound, on how many images. */
export const profileSchema = z
  .strictObject({
    schema: z.literal(1),
    id,
    title: text,
    images: z.int().min(1).describe('Fewest images a number may rest on.'),
    norm: z.enum(norms),
    budgets: z.record(z.string(), epsilon).describe('ε by data set; "*" for all others.'),
    required: z.int().min(0).describe('Level that epsilon gate asks for; 0 for none.'),
    risk: z
      .strictObject({ low: share, high: share })
      .describe('Success of an attacker: low risk when the whole interval is at most low, high from high on.'),
    levels: z.array(level).min(1),
  })
  .superRefine(consistent);

export type Profile = z.infer<typeof profileSchema>;
export type Criterion = Profile['levels'][number]['criteria'][number];

/** @throws {LabError} `asset`, naming every problem at once. */
export const readProfile = (source: string, where: string): Profile =>
  read(profileSchema, parseJson(source, where), where);

export const standardProfile: Profile = profileSchema.parse(standard);

/** ε that the levels speak of on a data set. */
export const budgetFor = ({ budgets }: Profile, data: string): number => parseEpsilon(budgets[data] ?? budgets['*']!)!; // there is one for all others, and each is a budget

/** Hash of a profile, so that a card says which levels it speaks of. */
export const profileHash = (profile: Profile): string => sealOf(profile);

function consistent(
  profile: {
    readonly budgets: Readonly<Record<string, string>>;
    readonly required: number;
    readonly risk: { readonly low: number; readonly high: number };
    readonly levels: readonly { readonly level: number; readonly criteria: readonly { readonly id: string }[] }[];
  },
  ctx: z.RefinementCtx,
): void {
  const say = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: path.split('.'), message });
  const numbers = profile.levels.map(({ level }) => level);
  const ids = profile.levels.flatMap(({ criteria }) => criteria.map((one) => one.id));
  if (!('*' in profile.budgets)) say('budgets', 'expected a budget for "*", all data sets that are not named');
  if (numbers.some((number, i) => i > 0 && number <= numbers[i - 1]!)) say('levels', 'expected ascending levels');
  if (new Set(ids).size < ids.length) say('levels', 'expected a different id for each criterion');
  if (profile.required > 0 && !numbers.includes(profile.required)) say('required', 'expected one of the levels, or 0');
  if (profile.risk.low > profile.risk.high) say('risk.low', 'expected at most risk.high');
}
