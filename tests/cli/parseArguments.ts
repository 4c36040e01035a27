import type { EvaluateRequest } from '../../src/cli/evaluateRequest.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { LabError } from '../../src/core/errors.ts';
import { noActions } from './noActions.ts';

/** What `epsilon evaluate …` would do, without doing it. Every file named `missing…` is missing. */
export async function parseArguments(...args: readonly string[]): Promise<EvaluateRequest> {
  let found: EvaluateRequest | undefined;
  const program = makeProgram({
    ...noActions,
    evaluate: async (request) => {
      found = request;
    },
    exists: (path) => !path.includes('missing'),
  });
  await program.parseAsync(['node', 'epsilon', 'evaluate', ...args]);
  if (!found) throw new Error('evaluate was not reached');
  return found;
}

/** Lines of the refusal; empty when the arguments are right. */
export async function problemsOf(...args: readonly string[]): Promise<string[]> {
  try {
    await parseArguments(...args);
    return [];
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'param') throw error;
    return error.message.split('\n');
  }
}
