import type { z } from 'zod';

/**
 * One sentence per problem, `path: expected what, got what`. The schema's `error` texts say what is expected.
 *
 * No problem at all for no error.
 */
export function zodProblems(raw: unknown, error: z.ZodError | undefined): string[] {
  const issues = error?.issues ?? [];
  return [...new Set(issues.flatMap((issue) => describeIssue(raw, issue)))];
}

function describeIssue(raw: unknown, issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: unknown, check the spelling or remove it`);
  }
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return [`${where}expected ${issue.message}, got ${show(valueAt(raw, issue.path))}`];
}

const valueAt = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], raw);

const longest = 60;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
