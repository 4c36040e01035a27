import { Argument, Command, Option } from 'commander';
import { version } from '../../package.json' with { type: 'json' };
import { modelIds } from '../classifiers/catalog.ts';
import { describe } from '../core/params.ts';
import { fitKinds } from '../core/raster.ts';
import { type FetchableId, fetchableIds } from '../datasets/fetchable.ts';
import type { SpecText } from '../spec/spec.ts';
import type { CertifyRequest } from './certify.ts';
import { certifyFlags } from './certifyFlags.ts';
import { type EvaluateRequest, machineParams, type RawArguments, readEvaluateRequest } from './evaluateRequest.ts';
import type { ExtractRequest } from './extract.ts';
import { asFile, extractFlags } from './extractFlags.ts';
import { readLink } from './link.ts';
import { lists } from './lists.ts';
import { chosenBackend, type MachineBackend, readBackend, readWorkers } from './machineFlags.ts';
import type { PackFlags } from './packImages.ts';
import { addReportCommands, type ReportActions } from './reportCommands.ts';
import { specFlags } from './specFlags.ts';
import { addTrain, type TrainFlags } from './trainCommand.ts';
import type { TransferRequest } from './transfer.ts';

/** What the commands do once their arguments are known to be right. */
export interface Actions extends ReportActions {
  evaluate(request: EvaluateRequest): Promise<void>;
  transfer(request: TransferRequest): Promise<void>;
  extract(request: ExtractRequest): Promise<void>;
  certify(request: CertifyRequest): Promise<void>;
  train(recipe: string, options: TrainFlags): Promise<void>;
  card(id: string): Promise<void>;
  listData(): Promise<void>;
  fetchData(id: FetchableId): Promise<void>;
  packImages(paths: readonly string[], flags: PackFlags): Promise<void>;
  print(text: string): void;
  exists(path: string): boolean;
}

/** The commands and their help, derived from the cards. Parsing throws `CommanderError` or `LabError` (`param`). */
export function makeProgram(actions: Actions): Command {
  const program = new Command('epsilon')
    .description('Measures how robust an image classifier is against adversarial examples.')
    .version(version)
    .showHelpAfterError('Try epsilon --help')
    .configureHelp({ optionTerm: ({ flags }) => flags.replace('[value]', '<value>') })
    .exitOverride();
  addEvaluate(program, actions);
  addTransfer(program, actions);
  addExtract(program, actions);
  addCertify(program, actions);
  addTrain(program, actions);
  addReportCommands(program, actions);
  program
    .command('card')
    .description('measure a model of the lab on its clean images again and update its card')
    .argument('<model>', `one of ${modelIds.join(', ')}`)
    .action((id: string) => actions.card(id));
  addData(program, actions);
  for (const name of Object.keys(lists) as (keyof typeof lists)[]) {
    program
      .command(name)
      .description(`list the ${name} there are`)
      .action(() => actions.print(lists[name]()));
  }
  return program;
}

/** Commander would stop at the first wrong flag; it only splits the arguments here, `readEvaluateRequest` judges them. */
function addEvaluate(program: Command, { evaluate, exists }: Actions): void {
  const command = program
    .command('evaluate')
    .description('attack a model and report its accuracy under attack')
    .argument('[link]', "link of the page, or settings such as 'attack=pgd&eps=0.1'; flags win over it")
    .allowUnknownOption()
    .allowExcessArguments();
  for (const { key, help, group, list } of specFlags()) {
    const option = new Option(`--${key} [value]`, help).helpGroup(group);
    command.addOption(list ? option.argParser(append) : option);
  }
  for (const [flags, help] of otherOptions) command.addOption(new Option(flags, help).helpGroup('Files and machine:'));
  command.action(() => evaluate(readEvaluateRequest({ flags: flagsOf(command), rest: command.args }, exists)));
}

/** Values by flag. Commander names `--fab-t.steps` by `fabT.steps`; here names are permanent and stay as they are. */
const flagsOf = (command: Command): RawArguments['flags'] =>
  Object.fromEntries(
    command.options
      .map((option) => [option.name(), command.getOptionValue(option.attributeName())] as const)
      .filter(([, value]) => value !== undefined),
  );

const append = (value: string, earlier: unknown) => (typeof earlier === 'string' ? `${earlier},${value}` : value);

const { backend, workers, kernels } = machineParams;

const otherOptions: readonly (readonly [string, string])[] = [
  ['--images [value]', 'Your own images: an NPZ archive with x and y, or an idx or NPY file (.gz too)'],
  ['--labels [value]', 'Their labels, where they are not in the same NPZ archive: an idx or NPY file'],
  ['--out [value]', 'Also write the report as JSON to this file'],
  ['--csv [value]', 'Also write the results as CSV to this file'],
  ['--json', 'Print the report as JSON instead of the table'],
  ['--checks', 'List every check of the numbers with what it found, not only those that were raised'],
  ['--quiet', 'No progress on stderr'],
  ['--backend [value]', `What computes: ${describe(backend)} (default: ${backend.default})`],
  ['--workers [value]', `Threads to use: ${describe(workers)} (default: one per core)`],
  [
    '--kernels [value]',
    `Arithmetic of the wasm and webgpu backends: ${describe(kernels)} (default: ${kernels.default})`,
  ],
];

const transferHasNot = ['model', 'defense', 'adaptive', 'eot'];

function addTransfer(program: Command, { transfer }: Actions): void {
  const command = program
    .command('transfer')
    .description('craft images on each of several models, show them to all, and print the matrix of success rates')
    .option('--models <value>', `Models, at least two of ${modelIds.join(', ')} (default: all of them)`);
  for (const { key, help, group } of specFlags()) {
    if (!transferHasNot.includes(key)) command.addOption(new Option(`--${key} <value>`, help).helpGroup(group));
  }
  command
    .option('--out <file>', 'Also write the matrix as JSON to this file')
    .option('--json', 'Print JSON instead of the table')
    .option('--quiet', 'No progress on stderr')
    .option('--workers <number>', 'Threads to use (default: one per core)', readWorkers)
    .action(() => {
      const { out, json, quiet, workers, ...spec } = flagsOf(command);
      const rest = { json: json === true, quiet: quiet === true, out: out as string | undefined };
      return transfer({ spec: spec as SpecText, workers: workers as number | undefined, ...rest }); // as declared above
    });
}

function addExtract(program: Command, { extract }: Actions): void {
  const command = program
    .command('extract')
    .description('steal a model through its answers, past countermeasures, and report how good the copies are')
    .argument('[link]', "link of the page, or settings such as 'thief=jacobian&budget=1000'; flags win over it");
  for (const { key, help, group, list, bare } of extractFlags()) {
    const option = new Option(`--${key} ${bare ? '[value]' : '<value>'}`, help).helpGroup(group);
    command.addOption(list ? option.argParser(append) : option);
  }
  command
    .option('--out <file>', 'Also write curves, outcomes and prices as JSON to this file')
    .option('--csv <file>', 'Also write every point of the curves as CSV to this file')
    .option(
      '--logs <folder>',
      'Also write the log of the service, JSON Lines, one file for each theft of the first seed',
    )
    .option('--copies <folder>', 'Also write the copies of the first seed as TensorFlow.js models')
    .option('--curves', 'Every point of the curves in the table')
    .option('--json', 'Print JSON instead of the table')
    .option('--quiet', 'No progress on stderr')
    .option('--workers <number>', 'Threads to use, each for a theft at a time (default: one per core)', readWorkers)
    .option('--backend <name>', `what computes: ${describe(backend)} (default: ${backend.default})`, readBackend)
    .action((link: string | undefined) => {
      const { out, csv, logs, copies, curves, json, quiet, workers, backend, ...flags } = flagsOf(command);
      const own = Object.entries(flags).map(([key, value]) => [key, asFile(key, String(value))] as const);
      const spec = { ...(link === undefined ? {} : readLink(link)), ...Object.fromEntries(own) };
      const files = { out, csv, logs, copies } as Pick<ExtractRequest, 'out' | 'csv' | 'logs' | 'copies'>; // as declared above
      const looks = { curves: curves === true, json: json === true, quiet: quiet === true };
      const machine = { workers: workers as number | undefined, backend: chosenBackend(backend as MachineBackend) };
      return extract({ spec, ...machine, ...looks, ...files });
    });
}

function addCertify(program: Command, { certify }: Actions): void {
  const command = program
    .command('certify')
    .description('prove answers by bounds or by smoothing, and report what is proved beside what an attack finds')
    .argument('[link]', "link of the page, or settings such as 'method=smoothing&sigma=0.5'; flags win over it");
  for (const { key, help, group, list, bare } of certifyFlags()) {
    const option = new Option(`--${key} ${bare ? '[value]' : '<value>'}`, help).helpGroup(group);
    command.addOption(list ? option.argParser(append) : option);
  }
  command
    .option('--out <file>', 'Also write the certification as JSON to this file')
    .option('--json', 'Print JSON instead of the table')
    .option('--quiet', 'No progress on stderr')
    .option('--workers <number>', 'Threads to use (default: one per core)', readWorkers)
    .action((link: string | undefined) => {
      const { out, json, quiet, workers, ...flags } = flagsOf(command);
      const own = Object.entries(flags).map(([key, value]) => [key, asFile(key, String(value))] as const);
      const spec = { ...(link === undefined ? {} : readLink(link)), ...Object.fromEntries(own) };
      const rest = { json: json === true, quiet: quiet === true, out: out as string | undefined }; // as declared above
      return certify({ spec, workers: workers as number | undefined, ...rest });
    });
}

function addData(program: Command, { listData, fetchData, packImages }: Actions): void {
  const data = program.command('data').description('images that do not ship with the lab');
  data
    .command('list')
    .description('say which are there: in the folder that EPSILON_DATA names, else in the cache of the user')
    .action(() => listData());
  data
    .command('fetch')
    .description('download a set from its publisher into the cache of the user; goes on where it was interrupted')
    .addArgument(new Argument('<set>', 'which').choices(fetchableIds))
    .action((id: FetchableId) => fetchData(id));
  data
    .command('pack')
    .description(
      'make an NPZ file for --images of your own images: a folder or zip with a folder per class, images and a CSV file, idx files, CIFAR batches',
    )
    .argument('<path...>', 'files or folders')
    .requiredOption('--out <file>', 'the NPZ file')
    .option('--size <size>', 'height x width x channels, such as 32x32x3 (default: the commonest size, in colour)')
    .option('--fit <how>', `what is done to other shapes: ${fitKinds.join(', ')}`, 'crop')
    .action((paths: string[], flags: PackFlags) => packImages(paths, flags));
}
