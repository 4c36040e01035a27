import { LabError, unreachable } from './errors.ts';
import { type Problem, problem } from './problems.ts';

type Described = { readonly label: string; readonly help: string };
export type NumberParam = Described & {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly scale: 'linear' | 'log';
  readonly unit?: string;
};
export type ChoiceParam<O extends string = string> = Described & {
  readonly kind: 'choice';
  readonly default: O;
  readonly options: readonly O[];
};
export type FlagParam = Described & { readonly kind: 'flag'; readonly default: boolean };

export type Param = NumberParam | ChoiceParam | FlagParam;
export type ParamSchema = Readonly<Record<string, Param>>;

type ValueOf<P> = P extends NumberParam
  ? number
  : P extends FlagParam
    ? boolean
    : P extends ChoiceParam<infer O>
      ? O
      : never;
export type ParamValues<S extends ParamSchema> = { readonly [K in keyof S]: ValueOf<S[K]> };

type NumberOptions = Described & { default: number; min: number; max: number; scale?: 'linear' | 'log'; unit?: string };
export const number = (o: NumberOptions): NumberParam => ({ kind: 'number', integer: false, scale: 'linear', ...o });
export const integer = (o: NumberOptions): NumberParam => ({ kind: 'number', integer: true, scale: 'linear', ...o });
export const flag = (o: Described & { default: boolean }): FlagParam => ({ kind: 'flag', ...o });
export const choice = <const O extends string>(
  o: Described & { options: readonly O[]; default: NoInfer<O> },
): ChoiceParam<O> => ({ kind: 'choice', ...o });

/** Values a run uses when the user changes nothing. */
export function defaults<S extends ParamSchema>(schema: S): ParamValues<S> {
  return Object.fromEntries(Object.entries(schema).map(([key, p]) => [key, p.default])) as ParamValues<S>;
}

/** Text form of every value that differs from its default; `parseParams` is its exact inverse. */
export function formatParams<S extends ParamSchema>(schema: S, values: ParamValues<S>): Record<string, string> {
  const text: Record<string, string> = {};
  for (const [key, p] of Object.entries(schema)) {
    const value = values[key];
    if (value !== p.default) text[key] = String(value);
  }
  return text;
}

/**
 * Reads values from text, filling gaps with defaults, and adds every problem it meets to `problems`.
 *
 * The values are only meaningful where no problem was added.
 */
export function readParams<S extends ParamSchema>(
  schema: S,
  text: Readonly<Record<string, string>>,
  where: string,
  problems: Problem[],
): ParamValues<S> {
  for (const key of Object.keys(text)) {
    if (!Object.hasOwn(schema, key))
      problems.push(problem(place(where, key), 'unknown', { known: Object.keys(schema).join(', ') }));
  }
  const entries = Object.entries(schema).map(([key, p]) => {
    const raw = text[key];
    if (raw === undefined) return [key, p.default];
    const value = parseOne(p, raw);
    if (value === undefined) problems.push(misfit(p, place(where, key), raw));
    return [key, value];
  });
  return Object.fromEntries(entries) as ParamValues<S>;
}

/** As `readParams`. @throws {LabError} `param`, naming every bad key at once, not only the first. */
export function parseParams<S extends ParamSchema>(
  schema: S,
  text: Readonly<Record<string, string>>,
  where: string,
): ParamValues<S> {
  const problems: Problem[] = [];
  const values = readParams(schema, text, where, problems);
  if (problems.length > 0) throw new LabError('param', problems);
  return values;
}

/** Name of a setting as its user writes it; settings of the whole run have no prefix. */
const place = (where: string, key: string) => (where === '' ? key : `${where}.${key}`);

function parseOne(p: Param, raw: string): unknown {
  switch (p.kind) {
    case 'number': {
      const value = raw.trim() === '' ? NaN : Number(raw);
      const inRange = value >= p.min && value <= p.max; // false for NaN
      return inRange && (!p.integer || Number.isInteger(value)) ? value : undefined;
    }
    case 'choice':
      return p.options.includes(raw) ? raw : undefined;
    case 'flag':
      return raw === 'true' ? true : raw === 'false' ? false : undefined;
    default:
      return unreachable(p);
  }
}

function misfit(p: Param, where: string, got: string): Problem {
  switch (p.kind) {
    case 'number': {
      const { min, max, unit } = p;
      return problem(where, p.integer ? 'integer' : 'number', { min, max, unit: unitOf(unit), got });
    }
    case 'choice':
      return problem(where, 'choice', { known: p.options.join(', '), got });
    case 'flag':
      return problem(where, 'flag', { got });
    default:
      return unreachable(p);
  }
}

const unitOf = (unit: string | undefined) => (unit ? ` ${unit}` : '');

/** What `--help` says of the values that are allowed. */
export function describe(p: Param): string {
  switch (p.kind) {
    case 'number':
      return `${p.integer ? 'an integer' : 'a number'} in [${p.min}, ${p.max}]${unitOf(p.unit)}`;
    case 'choice':
      return `one of ${p.options.join(', ')}`;
    case 'flag':
      return 'true or false';
    default:
      return unreachable(p);
  }
}
