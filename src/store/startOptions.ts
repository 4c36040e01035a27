import { backendNames, kernelNames, type StartOptions } from '../core/backend.ts';
import { type Problem, problem } from '../core/problems.ts';

/** What the part of an address after `?` asks of the engine, and what is wrong with it; other keys are not ours. */
export function readStart(query: string): { readonly start: StartOptions; readonly problems: readonly Problem[] } {
  const asked = new URLSearchParams(query);
  const problems: Problem[] = [];
  const read = <Name extends string>(key: string, known: readonly Name[]): Name | undefined => {
    const text = asked.get(key);
    const name = known.find((candidate) => candidate === text);
    if (text !== null && name === undefined)
      problems.push(problem(key, 'choice', { known: known.join(', '), got: text }));
    return name;
  };
  const start = { backend: read('backend', backendNames), kernels: read('kernels', kernelNames) };
  return { start, problems };
}
