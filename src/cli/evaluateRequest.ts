import { modelIds } from '../classifiers/catalog.ts';
import { kernelNames, type StartOptions } from '../core/backend.ts';
import { LabError, problemsOf } from '../core/errors.ts';
import { choice, integer, type ParamSchema, readParams } from '../core/params.ts';
import { type Problem, problemText } from '../core/problems.ts';
import { formatSpec, hasTarget, parseSpec, type SpecText } from '../spec/spec.ts';
import { readLink } from './link.ts';
import { nearest } from './nearest.ts';
import { specFlags } from './specFlags.ts';
import { filesIn } from './userFiles.ts';

/** What `epsilon evaluate` was asked to do. */
export interface EvaluateRequest {
  /** Canonical text of the experiment, files named as the user did. */
  readonly spec: SpecText;
  readonly start: StartOptions;
  readonly workers: number | undefined;
  /** Files to write as well. */
  readonly out: string | undefined;
  readonly csv: string | undefined;
  /** The report instead of the table on stdout. */
  readonly json: boolean;
  readonly quiet: boolean;
  /** Every check with what it found, not only those that were raised. */
  readonly checks: boolean;
}

/** Arguments as they came: values by flag (true where none followed), and what no flag claimed. */
export interface RawArguments {
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly rest: readonly string[];
}

/** How the experiment is computed; never changes a result beyond rounding. */
export const machineParams = {
  backend: choice({
    label: 'Backend',
    help: 'What computes.',
    options: ['auto', 'wasm', 'cpu', 'webgpu'],
    default: 'auto',
  }),
  workers: integer({ label: 'Workers', help: 'Threads to use.', default: 0, min: 1, max: 256 }),
  kernels: choice({
    label: 'Kernels',
    help: 'Arithmetic of the wasm backend; simd gives the same bits on every machine.',
    options: [...kernelNames],
    default: 'simd',
  }),
} as const satisfies ParamSchema;

/** Flags that are no setting of the experiment. */
const otherFlags = ['images', 'labels', 'out', 'csv', 'json', 'quiet', 'checks', ...Object.keys(machineParams)];

/**
 * Reads the arguments of `epsilon evaluate`; flags win over the link.
 *
 * @throws {LabError} `param`, naming every problem at once.
 */
export function readEvaluateRequest(raw: RawArguments, exists: (path: string) => boolean): EvaluateRequest {
  const problems: string[] = [];
  const { flags, link } = claim(raw, problems);
  const own = specOf(flags, problems);
  const text = { ...inherited(readIfLink(link, problems), own), ...own };
  const settings: Problem[] = [];
  const machine = readParams(machineParams, pick(flags, Object.keys(machineParams)), '', settings);
  const spec = readSpec(text, settings);
  const nameFlag = (key: string) => (Object.hasOwn({ ...flags, ...own }, key) ? `--${key}` : key);
  problems.push(
    ...settings.map((problem) => problemText({ ...problem, where: nameFlag(problem.where) })),
    ...missingFiles(text, flags, exists).map(({ key, path }) => `${nameFlag(key)}: no file at ${path}`),
  );
  if (problems.length > 0) throw new LabError('param', [...new Set(problems)].join('\n'));
  return {
    spec,
    start: { backend: machine.backend === 'auto' ? undefined : machine.backend, kernels: machine.kernels },
    workers: flags.workers === undefined ? undefined : machine.workers,
    out: flags.out,
    csv: flags.csv,
    json: raw.flags.json === true,
    quiet: raw.flags.quiet === true,
    checks: raw.flags.checks === true,
  };
}

type Flags = Readonly<Record<string, string>>;

/** Sorts out what commander left over: unknown flags with their values, and at most one link. */
function claim({ flags, rest }: RawArguments, problems: string[]): { flags: Flags; link: string | undefined } {
  const known = specFlags();
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(flags)) {
    if (typeof value === 'string') values[key] = value;
    else if (value === true && known.find((flag) => flag.key === key)?.bare) values[key] = 'true';
    else if (value === true && !['json', 'quiet', 'checks'].includes(key))
      problems.push(`--${key}: expected a value, got none`);
  }
  const links: string[] = [];
  const queue = [...rest];
  for (let argument = queue.shift(); argument !== undefined; argument = queue.shift()) {
    if (!argument.startsWith('-')) {
      links.push(argument);
      continue;
    }
    const [, name = argument, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const value = inline ?? (queue[0]?.startsWith('-') ? undefined : queue.shift());
    if (name.includes('.'))
      values[name] = value ?? ''; // parseSpec knows what could have been meant
    else problems.push(unknownFlag(argument, name, [...known.map(({ key }) => key), ...otherFlags]));
  }
  for (const extra of links.slice(1)) problems.push(`${extra}: unexpected; expected one link at most`);
  return { flags: values, link: links[0] };
}

function unknownFlag(argument: string, name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return `${argument}: unknown flag; ${guess ? `did you mean --${guess}?` : 'see epsilon evaluate --help'}`;
}

/** The settings of the experiment among the flags, with files in the notation of links. */
function specOf(flags: Flags, problems: string[]): SpecText {
  const { images, labels } = flags;
  const own = Object.entries(flags).filter(([key]) => !otherFlags.includes(key));
  const spec: Record<string, string> = Object.fromEntries(own);
  if (spec.model !== undefined && looksLikePath(spec.model)) spec.model = `file:${spec.model}`;
  if (images === undefined && labels !== undefined) problems.push('--labels: expected --images as well');
  if (images === undefined) return spec;
  if (spec.data !== undefined) problems.push('--data: either this or --images, not both');
  for (const path of [images, labels]) {
    if (path?.includes(',')) problems.push(`${path}: a comma separates files here; rename the file`);
  }
  return { ...spec, data: `file:${labels === undefined ? images : `${images},${labels}`}` };
}

const looksLikePath = (text: string) =>
  !(modelIds as readonly string[]).includes(text) && !text.startsWith('file:') && /[/\\]|\.json$/.test(text);

function readIfLink(link: string | undefined, problems: string[]): SpecText {
  if (link === undefined) return {};
  try {
    return readLink(link);
  } catch (cause) {
    problems.push(LabError.from(cause).message);
    return {};
  }
}

/** What of a link still holds beside the flags: another norm has other budgets, another goal no target, an attack not run no settings. */
function inherited(link: SpecText, own: SpecText): SpecText {
  const { target, ...withoutTarget } = link;
  const { eps, ...withoutBudgets } = own.goal && !hasTarget(own.goal) ? withoutTarget : link;
  const otherNorm = own.norm !== undefined && own.norm !== (link.norm ?? 'linf');
  const kept = otherNorm || eps === undefined ? withoutBudgets : { ...withoutBudgets, eps };
  const dropped = [own.attack && link.attack, own.defense && link.defense, own.detector && link.detector].flatMap(
    (text) => text?.split(/[,+\s]+/) ?? [],
  );
  const used = [own.attack, own.defense, own.detector].flatMap((text) => text?.split(/[,+\s]+/) ?? []);
  const idle = dropped.filter((id) => !used.includes(id));
  return Object.fromEntries(Object.entries(kept).filter(([key]) => !idle.some((id) => key.startsWith(`${id}.`))));
}

function readSpec(text: SpecText, problems: Problem[]): SpecText {
  try {
    return formatSpec(parseSpec(text));
  } catch (cause) {
    problems.push(...problemsOf(cause));
    return {};
  }
}

/** Files that are not there, by the key or flag that names them. */
function missingFiles(text: SpecText, { images }: Flags, exists: (path: string) => boolean) {
  const data = filesIn(text).filter(({ key }) => key === 'data');
  return filesIn(text)
    .filter(({ path }) => !exists(path))
    .map((file) => {
      const flag = data.findIndex(({ path }) => path === file.path) === 0 ? 'images' : 'labels';
      return { key: file.key === 'data' && images !== undefined ? flag : file.key, path: file.path };
    });
}

const pick = (flags: Flags, keys: readonly string[]): Flags =>
  Object.fromEntries(Object.entries(flags).filter(([key]) => keys.includes(key)));
