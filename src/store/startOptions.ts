import { backendNames, type StartOptions } from '../core/backend.ts';

const kernelNames = ['ours', 'stock'] as const;

/** What the part of an address after `?` asks of the engine, and what is wrong with it; other keys are not ours. */
export function readStart(query: string): { readonly start: StartOptions; readonly problems: readonly string[] } {
  const asked = new URLSearchParams(query);
  const problems: string[] = [];
  const read = <Name extends string>(key: string, known: readonly Name[]): Name | undefined => {
    const text = asked.get(key);
    const name = known.find((candidate) => candidate === text);
    if (text !== null && name === undefined)
      problems.push(`${key}: expected one of ${known.join(', ')}, got "${text}"`);
    return name;
  };
  const start = { backend: read('backend', backendNames), kernels: read('kernels', kernelNames) };
  return { start, problems };
}
