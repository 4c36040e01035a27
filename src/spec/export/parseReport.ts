import type { z } from 'zod';
import { LabError, problemsOf } from '../../core/errors.ts';
import { problemText } from '../../core/problems.ts';
import { parseSpec, type SpecText } from '../spec.ts';
import type { SavedReport } from './reportJson.ts';
import { reportSchema } from './reportSchema.ts';

const mostProblems = 50; // a damaged column of probabilities would fill the screen

/** Reads a saved report. @throws {LabError} `asset`, naming the file and every problem at once. */
export const parseReport = (text: string, where: string): SavedReport => readReport(parseJson(text, where), where);

/** The same of a file that is JSON already. */
export function readReport(json: unknown, where: string): SavedReport {
  const result = reportSchema.safeParse(json);
  const problems = [...issuesOf(result.error, json), ...specProblems(json, parseSpec)];
  if (!result.success || problems.length > 0) throw badFields(problems, where);
  const { sha256: _, ...saved } = result.data;
  return saved as SavedReport; // the warnings' cells are looser in the file
}

/** What a schema found in a file, a sentence each. */
export const issuesOf = (error: z.ZodError | undefined, json: unknown): string[] =>
  (error?.issues ?? []).map((issue) => describe(issue, json));

/** One error that names the file with every problem. */
export function badFields(problems: readonly string[], where: string): LabError {
  const shown = problems.slice(0, mostProblems).map((problem) => `${where}: ${problem}`);
  if (problems.length > mostProblems) shown.push(`${where}: ${problems.length - mostProblems} more problems`);
  return new LabError('asset', shown.join('\n'));
}

/** @throws {LabError} `asset` for what is no JSON. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError(
      'asset',
      `${where}: expected a saved report, got ${text.length} characters that are not JSON: ${reason}`,
      {
        cause,
      },
    );
  }
}

/** `results[0].epsilon: expected number, received string, got "x"` */
function describe({ path, message }: z.core.$ZodIssue, json: unknown): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const value = path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key], json);
  const shown = (JSON.stringify(value) ?? 'nothing').slice(0, 60);
  return `${name.replace(/^\./, '') || 'the file'}: ${message.replace(/^Invalid input: /, '')}, got ${shown}`;
}

/** What is wrong with the experiment itself; nothing where its form is wrong already. */
export function specProblems(json: unknown, parse: (text: SpecText) => unknown): string[] {
  const spec = (json as { spec?: unknown } | null)?.spec;
  if (typeof spec !== 'object' || spec === null || !Object.values(spec).every((v) => typeof v === 'string')) return [];
  try {
    parse(spec as SpecText);
    return [];
  } catch (cause) {
    return problemsOf(cause).map((problem) => `spec: ${problemText(problem)}`);
  }
}
