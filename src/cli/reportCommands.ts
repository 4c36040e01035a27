import { type Command, Option } from 'commander';
import { LabError } from '../core/errors.ts';
import { describe, integer, type ParamSchema, parseParams, readParams } from '../core/params.ts';
import type { Problem } from '../core/problems.ts';
import type { SpecText } from '../spec/spec.ts';
import { factorNames, planText, usualPlan } from '../spec/system/plan.ts';
import { readSystem, systemParams } from '../spec/system/settings.ts';
import { type Policy, policyParams, readPolicy } from '../spec/thresholds/policy.ts';
import type { CompareRequest } from './compare.ts';
import type { GateRequest } from './gate.ts';
import type { ReportRequest } from './report.ts';
import type { ThresholdsRequest } from './thresholds.ts';

/** The commands that read saved reports and measure nothing. */
export interface ReportActions {
  thresholds(request: ThresholdsRequest): Promise<void>;
  report(request: ReportRequest): Promise<void>;
  compare(request: CompareRequest): Promise<void>;
  gate(request: GateRequest): Promise<void>;
}

export function addReportCommands(program: Command, actions: ReportActions): void {
  addThresholds(program, actions);
  addReport(program, actions);
  addCompare(program, actions);
  addGate(program, actions);
}

/** Commander splits the arguments; the policy is judged as a whole, so that every problem is named at once. */
function addThresholds(program: Command, { thresholds }: ReportActions): void {
  const command = program
    .command('thresholds')
    .description('what two confidence thresholds do to the answers of a saved report, and what that costs')
    .argument('<report>', 'report that evaluate wrote with --out');
  addParams(command, { ...policyParams, ...systemParams });
  const plan = `What accepts: ${factorNames.join(', ')}; a comma is an "and", a slash an "or"`;
  command.option('--needs <plan>', `${plan} (default: ${planText(usualPlan)})`);
  command.option('--json', 'Print JSON instead of the tables').action((file: string) => {
    const { json, ...text } = command.opts();
    const problems: Problem[] = [];
    const isSystem = (key: string) => key === 'needs' || Object.hasOwn(systemParams, key);
    const part = (wanted: boolean) =>
      Object.fromEntries(Object.entries(text).filter(([key]) => isSystem(key) === wanted)) as SpecText;
    const policy = readPolicy(part(false), problems);
    const system = readSystem(part(true), problems);
    if (problems.length > 0) throw new LabError('param', problems);
    return thresholds({ file, policy, system, json: json === true });
  });
}

const language = () => new Option('--lang <value>', 'Language of the words').choices(['en', 'ja']).default('en');

const numbers = {
  examples: integer({
    label: 'Examples',
    help: 'Pictures of worst examples, attacked again.',
    default: 6,
    min: 0,
    max: 12,
  }),
  level: integer({ label: 'Level', help: 'Highest level that has to be passed.', default: 1, min: 0, max: 9 }),
} as const satisfies ParamSchema;

const files =
  'report that evaluate wrote with --out; then others about the same model and images, of evaluate, transfer or extract';

function addReport(program: Command, { report }: ReportActions): void {
  const command = program
    .command('report')
    .description('the robustness card of a model: results, levels, risks, who acts, and what was not tested')
    .argument('<reports...>', files)
    .option('--html <file>', 'Write the card as one HTML file, to open from disk and to print on two A4 pages')
    .option('--out <file>', 'Write the card as JSON, described by docs/card.schema.json')
    .option('--profile <file>', 'Levels, criteria and bounds as JSON (default: the standard profile)')
    .option('--defense <name>', 'Defense of the first report that the card is about (default: its first)')
    .option('--address <url>', 'Address of the page, for link and QR code')
    .option('--examples <number>', `${numbers.examples.help} ${describe(numbers.examples)} (default: 6)`)
    .addOption(language())
    .option('--json', 'Print JSON instead of the words');
  addParams(command, policyParams).action((names: string[]) => {
    const { html, out, profile, defense, address, examples, lang, json } = command.opts();
    const problems: Problem[] = [];
    const policy = policyOf(command, problems);
    const { examples: drawn } = readParams({ examples: numbers.examples }, given({ examples }), '-', problems);
    if (problems.length > 0) throw new LabError('param', problems);
    const plain = { html, out, profile, defense, address: address ?? '', language: lang, json: json === true };
    return report({ files: names, policy, examples: drawn, ...plain });
  });
}

function addCompare(program: Command, { compare }: ReportActions): void {
  program
    .command('compare')
    .description('what changed between two reports of evaluate, with a paired test over the same images')
    .argument('<before>', 'earlier report')
    .argument('<after>', 'later report')
    .addOption(language())
    .option('--json', 'Print JSON instead of the tables')
    .action((before: string, after: string, { lang, json }: { readonly lang: 'en' | 'ja'; readonly json?: boolean }) =>
      compare({ before, after, language: lang, json: json === true }),
    );
}

function addGate(program: Command, { gate }: ReportActions): void {
  const command = program
    .command('gate')
    .description(
      'end with 1 when a level is missed or accuracy fell against a baseline, with 2 when a report cannot be used',
    )
    .argument('<reports...>', files)
    .option('--profile <file>', 'Levels, criteria and bounds as JSON (default: the standard profile)')
    .option('--baseline <file>', 'Earlier report of evaluate, against which nothing may fall by more than chance')
    .option('--level <number>', `${numbers.level.help} ${describe(numbers.level)} (default: that of the profile)`)
    .option('--defense <name>', 'Defense of the first report that is judged (default: its first)')
    .option('--json', 'Print JSON instead of the tables')
    .action((names: string[]) => {
      const { profile, baseline, level, defense, json } = command.opts();
      const read = parseParams({ level: numbers.level }, given({ level }), '-');
      const asked = level === undefined ? undefined : read.level;
      return gate({ files: names, profile, baseline, level: asked, defense, json: json === true });
    });
}

function addParams(command: Command, params: ParamSchema): Command {
  for (const [key, param] of Object.entries(params)) {
    const flag = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <value>`;
    command.addOption(new Option(flag, `${param.help} ${describe(param)} (default: ${param.default})`));
  }
  return command;
}

function policyOf(command: Command, problems: Problem[]): Policy {
  const text = Object.entries(command.opts()).filter(([key]) => Object.hasOwn(policyParams, key));
  return readPolicy(Object.fromEntries(text), problems);
}

const given = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined));
