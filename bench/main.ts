import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { median } from '../src/core/stats.ts';
import type { AppMeasured } from './app.ts';
import type { AttackRow } from './attacks.ts';
import { attackColumns, attackLines } from './attackTable.ts';
import type { Tools } from './browser.ts';
import { type Flags, type PartName, readFlags, usage } from './flags.ts';
import { describeMachine, type Machine, machineText } from './machine.ts';
import { measureNode, type Profile, profileNode } from './node.ts';
import { profileText } from './profileText.ts';
import { imagesPerSecond, type Measured, type Row, referenceOf, type Skip, speedup } from './row.ts';
import type { Scale } from './scale.ts';
import { memoryText, scaleLines } from './scaleTable.ts';
import type { Settings } from './settings.ts';
import type { Slider } from './slider.ts';
import { columns, sliderLines, tableLines, tableText } from './table.ts';
import { taskTitles } from './tasks.ts';
import type { PreparedTraining } from './trainings.ts';
import { trainingText } from './trainingText.ts';

/** Everything that was found out. */
interface Outcome {
  readonly machine: Machine;
  readonly rows: Row[];
  readonly skips: Skip[];
  app: AppMeasured | undefined;
  slider: Slider | undefined;
  scale: Scale | undefined;
  profiles: readonly Profile[];
  attacks: readonly AttackRow[];
  trainings: readonly PreparedTraining[];
}

/** Runs the benchmark and resolves with the exit code: 0, 1 when a part failed, 2 when a flag makes no sense. */
export async function main(args: readonly string[], tools: Tools): Promise<number> {
  let flags: ReturnType<typeof readFlags>;
  try {
    flags = readFlags(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`); // readFlags throws nothing else
    return 2;
  }
  if (flags === 'help') {
    console.log(usage);
    return 0;
  }
  const outcome = await blankOutcome(flags, tools);
  const failures = await measure(flags, tools, outcome);
  await mkdir(dirname(flags.json), { recursive: true });
  await writeFile(flags.json, `${JSON.stringify(jsonOf(flags, outcome), null, 2)}\n`);
  console.log(textOf(flags, outcome));
  return failures === 0 ? 0 : 1;
}

async function blankOutcome({ parts }: Flags, tools: Tools): Promise<Outcome> {
  const needsBrowser = parts.some((part) => ['chromium', 'page', 'slider', 'trainings'].includes(part));
  const browser = needsBrowser ? await browserVersionOf(tools).catch(() => undefined) : undefined; // its part will say why
  return {
    machine: describeMachine(browser),
    rows: [],
    skips: [],
    app: undefined,
    slider: undefined,
    scale: undefined,
    profiles: [],
    attacks: [],
    trainings: [],
  };
}

async function browserVersionOf(tools: Tools): Promise<string> {
  const { browserVersion } = await import('./browser.ts');
  return browserVersion(tools);
}

/** Measures part by part; one that fails is noted and does not spoil the others. Resolves with their number. */
async function measure({ settings, parts, profile }: Flags, tools: Tools, outcome: Outcome): Promise<number> {
  const began = performance.now();
  const say = (text: string) =>
    console.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);
  const all: Settings = { ...settings, say };
  const keep = ({ rows, skips }: Measured) => {
    outcome.rows.push(...rows);
    outcome.skips.push(...skips);
  };
  const run: Record<PartName, () => Promise<void>> = {
    node: async () => {
      keep(await measureNode(all));
      if (profile) outcome.profiles = await profileNode(all);
    },
    chromium: async () => {
      const { measureChromium } = await import('./chromium.ts'); // where Node alone is measured, no browser has to be there
      keep(await measureChromium(tools, all));
    },
    page: async () => {
      const { measureApp } = await import('./app.ts');
      outcome.app = await measureApp(tools, all);
    },
    slider: async () => {
      const { measureSlider } = await import('./slider.ts');
      outcome.slider = await measureSlider(tools, all);
    },
    scale: async () => {
      const { measureScale } = await import('./scale.ts');
      outcome.scale = await measureScale(all);
    },
    attacks: async () => {
      const { measureAttacks } = await import('./attacks.ts'); // an engine of its own in this thread
      outcome.attacks = await measureAttacks(all);
    },
    trainings: async () => {
      const { measureTrainings } = await import('./trainings.ts');
      outcome.trainings = await measureTrainings(tools, all);
    },
  };
  let failures = 0;
  for (const part of parts) {
    try {
      await run[part]();
    } catch (error) {
      failures++;
      outcome.skips.push({ what: part, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return failures;
}

function textOf(
  { markdown, settings }: Flags,
  { machine, rows, skips, app, slider, scale, profiles, attacks, trainings }: Outcome,
): string {
  const lines = [...tableLines(rows, app), ...(slider ? sliderLines(slider) : []), ...(scale ? scaleLines(scale) : [])];
  const note = `One batch at a time, of the size that the engine uses for mnist-cnn; ${settings.rounds} rounds, alternating; images/s at the median.`;
  const blocks = [
    machineText(machine),
    ...(lines.length > 0 ? [note, tableText(columns, lines, markdown)] : []),
    ...(scale ? [memoryText(scale)] : []),
    ...(attacks.length > 0 ? [attackNote(attacks[0]!), tableText(attackColumns, attackLines(attacks), markdown)] : []),
    ...trainings.map(trainingText),
    ...workText(rows),
    ...(skips.length > 0 ? [['Not measured:', ...skips.map(skipText)].join('\n')] : []),
    ...profiles.map(profileText),
  ];
  return `\n${blocks.join('\n\n')}\n`;
}

const attackNote = ({ images }: AttackRow) =>
  `Passes and milliseconds per image of each attack with its default settings, the question about the clean image included; batch of ${images}, mnist-cnn, Node, one thread; what it learns from other images beforehand is not counted.`;

/** What the tasks ask of graphics processors: the same on all of them, where times are not. */
function workText(rows: readonly Row[]): string[] {
  const lines = rows.flatMap(({ where, backend, kernels, network, task, work }) =>
    work && task
      ? [
          `- ${where} ${backend} ${kernels ?? ''}: ${network}, ${taskTitles[task]}: ${work.dispatches} shaders in ${work.submits} bundles, ${work.uploads} mapped uploads, ${work.readBacks} read back`,
        ]
      : [],
  );
  return lines.length > 0 ? [['Asked of the graphics processor by one run:', ...lines].join('\n')] : [];
}

const skipText = ({ what, reason }: Skip) => `- ${what}: ${reason.split('\n').at(-1)}`;

function jsonOf({ settings }: Flags, { rows, ...rest }: Outcome) {
  return {
    ...rest,
    settings,
    rows: rows.map((row) => {
      const reference = referenceOf(row, rows);
      return {
        ...row,
        minMs: Math.min(...row.samples),
        medianMs: median(row.samples),
        imagesPerSecond: imagesPerSecond(row),
        speedup: reference ? speedup(row, reference) : null,
      };
    }),
  };
}
