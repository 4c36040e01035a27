import { z } from 'zod';
import { parseCertify } from '../certifySpec.ts';
import { certifySchema, type SavedCertify } from '../export/certifySchema.ts';
import { badFields, issuesOf, specProblems } from '../export/parseReport.ts';
import { parseExtract } from '../extractSpec.ts';
import type { SpecText } from '../spec.ts';
import { parseTransfer } from '../transferSpec.ts';

const share = z.number().min(0).max(1);
const measured = z.object({
  value: share.nullable(),
  low: share,
  high: share,
  n: z.int().min(0),
  seeds: z.int().min(1),
});
const asset = z.object({ id: z.string(), sha256: z.string() });
const head = {
  schema: z.literal(1),
  spec: z.record(z.string(), z.string()),
  version: z.string(),
  backend: z.string(),
  adapter: z.string(),
  dataset: asset,
  startedAt: z.iso.datetime().nullable(),
  seconds: z.number().min(0).nullable(),
  complete: z.boolean(),
};

/** What a card needs of the file that `epsilon extract --out` writes. */
const extractSchema = z.object({
  ...head,
  experiment: z.literal('extract'),
  model: asset,
  outcomes: z.array(
    z.object({
      thief: z.string(),
      labels: z.string(),
      countermeasures: z.string(),
      last: z.object({
        queries: z.int().min(0),
        money: z.number(),
        fidelity: measured,
        attacks: z.array(z.object({ attack: z.string(), fooled: measured })),
      }),
      medianAlarm: z.number().nullable(),
    }),
  ),
});
export type SavedExtract = z.infer<typeof extractSchema>;

/** What a card needs of the file that `epsilon transfer --out` writes. */
const transferSchema = z.object({
  ...head,
  experiment: z.literal('transfer'),
  results: z.array(
    z.object({
      source: z.string(),
      target: z.string(),
      n: z.int().min(0),
      successRate: share.nullable(),
      successN: z.int().min(0),
      successLow: share,
      successHigh: share,
    }),
  ),
});
export type SavedTransfer = z.infer<typeof transferSchema>;

export const readExtract = (json: unknown, where: string): SavedExtract =>
  read(extractSchema, json, where, parseExtract);
export const readTransfer = (json: unknown, where: string): SavedTransfer =>
  read(transferSchema, json, where, parseTransfer);
export const readCertify = (json: unknown, where: string): SavedCertify =>
  read(certifySchema, json, where, parseCertify);

/** `parse` reads the experiment, where the file has one. @throws {LabError} `asset`, naming every problem. */
export function read<Content>(
  schema: z.ZodType<Content>,
  json: unknown,
  where: string,
  parse?: (text: SpecText) => unknown,
): Content {
  const result = schema.safeParse(json);
  const problems = [...issuesOf(result.error, json), ...(parse ? specProblems(json, parse) : [])];
  if (!result.success || problems.length > 0) throw badFields(problems, where);
  return result.data;
}
