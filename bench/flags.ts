import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backendNames } from '../src/core/backend.ts';
import { quick, type Settings, thorough } from './settings.ts';
import { networkNames } from './tasks.ts';

export const partNames = ['node', 'chromium', 'page', 'slider', 'scale', 'attacks', 'trainings'] as const;
export type PartName = (typeof partNames)[number];
const usualParts = 'node,chromium,page,slider,scale'; // the others take minutes more

export interface Flags {
  readonly settings: Omit<Settings, 'say'>;
  readonly parts: readonly PartName[];
  readonly json: string;
  readonly markdown: boolean;
  readonly profile: boolean;
}

export const usage = `Usage: npm run bench [-- flags]

  --rounds N     rounds of every measurement (${thorough.rounds})
  --quick        fewer rounds, to see that it works
  --only PART    node, chromium, page, slider (a threshold is moved over 1,000 digits, 8 budgets, 6 attacks), scale
                 (PGD-40 over 1,000 digits, memory after 10,000), attacks (passes and time per image of each), or
                 trainings (the prepared runs of the Training page, then PGD-20); several with commas (${usualParts})
  --network NAME mnist-cnn (as shipped), a (28 x 28 x 1, two convolutions) or residual (32 x 32 x 3, batch norm and
                 depthwise layers); several with commas (all)
  --backend NAME ${backendNames.join(', ')}; several with commas (all)
  --batch N      images of one batch (as the engine or the network has them)
  --software     measure WebGL and WebGPU although the processor imitates them
  --profile      also the time of each kernel, in Node
  --markdown     print the table as Markdown
  --json FILE    write all numbers there (bench/out/bench.json)`;

/** @throws {Error} naming every flag that cannot be understood. */
export function readFlags(args: readonly string[]): Flags | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      batch: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: usualParts },
      network: { type: 'string', default: networkNames.join(',') },
      backend: { type: 'string', default: backendNames.join(',') },
      software: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      json: { type: 'string', default: join('bench', 'out', 'bench.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const base = values.quick ? quick : thorough;
  const rounds = Number(values.rounds ?? base.rounds);
  const batch = values.batch === undefined ? undefined : Number(values.batch);
  const parts = values.only.split(',');
  const networks = values.network.split(',');
  const backends = values.backend.split(',');
  const problems = [
    ...notCounts({ '--rounds': rounds, ...(batch !== undefined && { '--batch': batch }) }),
    ...unknownNames('--only', partNames, parts),
    ...unknownNames('--network', networkNames, networks),
    ...unknownNames('--backend', backendNames, backends),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return {
    settings: {
      ...base,
      rounds,
      batch,
      software: values.software,
      networks: chosen(networkNames, networks),
      backends: chosen(backendNames, backends),
    },
    parts: chosen(partNames, parts),
    json: values.json,
    markdown: values.markdown,
    profile: values.profile,
  };
}

const notCounts = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts)
    .filter(([, n]) => !(Number.isInteger(n) && n > 0))
    .map(([flag, n]) => `${flag}: expected a whole number above 0, got ${n}`);

const unknownNames = (flag: string, known: readonly string[], given: readonly string[]): string[] =>
  given.filter((name) => !known.includes(name)).map((name) => `${flag}: expected ${known.join(', ')}, got "${name}"`);

const chosen = <Name extends string>(known: readonly Name[], given: readonly string[]): Name[] =>
  known.filter((name) => given.includes(name));
