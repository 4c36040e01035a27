import { existsSync } from 'node:fs';
import { CommanderError } from 'commander';
import { type ErrorCode, LabError } from '../core/errors.ts';
import { type Actions, makeProgram } from './program.ts';

/** Runs the command line and gives its exit code: 0 done, 1 a gate that is shut, 2 wrong input (settings or files), 130 stopped, 1 anything else. */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', leaveQuietly);
  const controller = new AbortController();
  const stop = () => (controller.signal.aborted ? process.exit(exitCodes.cancelled) : controller.abort());
  for (const name of stopSignals) process.on(name, stop);
  try {
    const verdict = { code: 0 };
    await makeProgram(actions(controller.signal, verdict)).parseAsync([...argv]);
    return verdict.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.param; // it has said why
    const { code, message } = LabError.from(error);
    process.stderr.write(`${message}\n`);
    return exitCodes[code];
  } finally {
    for (const name of stopSignals) process.off(name, stop);
  }
}

const stopSignals = ['SIGINT', 'SIGTERM'] as const;

const exitCodes: Record<ErrorCode, number> = {
  param: 2,
  spec: 2,
  asset: 2,
  cancelled: 130,
  backend: 1,
  contract: 1,
  internal: 1,
};

/** The engine and the trainer are loaded only when they are needed, so that lists and help come at once. */
const actions = (signal: AbortSignal, verdict: { code: number }): Actions => ({
  async evaluate(request) {
    const { evaluate } = await import('./evaluate.ts');
    await evaluate(request, signal);
  },
  async transfer(request) {
    const { transferCommand } = await import('./transfer.ts');
    await transferCommand(request, signal);
  },
  async extract(request) {
    const { extractCommand } = await import('./extract.ts');
    await extractCommand(request, signal);
  },
  async certify(request) {
    const { certifyCommand } = await import('./certify.ts');
    await certifyCommand(request, signal);
  },
  async train(recipe, options) {
    const { trainCommand } = await import('./train.ts');
    await trainCommand(recipe, { ...options, signal });
  },
  async thresholds(request) {
    const { thresholdsCommand } = await import('./thresholds.ts');
    await thresholdsCommand(request);
  },
  async report(request) {
    const { reportCommand } = await import('./report.ts');
    await reportCommand(request, signal);
  },
  async compare(request) {
    const { compareCommand } = await import('./compare.ts');
    await compareCommand(request);
  },
  async gate(request) {
    const { gateCommand } = await import('./gate.ts');
    verdict.code = (await gateCommand(request)) ? 0 : 1;
  },
  async card(id) {
    const { cardCommand } = await import('./modelCard.ts');
    await cardCommand(id, signal);
  },
  async listData() {
    const { listData } = await import('./data.ts');
    process.stdout.write(`${listData()}\n`);
  },
  async fetchData(id) {
    const { fetchData } = await import('./data.ts');
    await fetchData(id, signal);
  },
  async packImages(paths, flags) {
    const { packImages } = await import('./packImages.ts');
    await packImages(paths, flags);
  },
  print: (text) => void process.stdout.write(`${text}\n`),
  exists: existsSync,
});

/** The reader of our output went away, as in `epsilon models | head -1`. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
