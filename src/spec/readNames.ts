import { type Problem, problem } from '../core/problems.ts';
import { ownPattern } from './own.ts';

/** One id, or files of the user's own. */
export function readId(text: string, where: string, known: readonly string[], problems: Problem[]): string {
  if (!known.includes(text) && !text.startsWith('file:') && !ownPattern.test(text))
    problems.push(problem(where, 'choice', { known: known.join(', '), got: text }));
  return text;
}

/** Names separated by commas, without repeats and without those that nobody knows. */
export function readList<Id extends string>(
  text: string,
  where: string,
  known: readonly Id[],
  problems: Problem[],
): Id[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  const unknown = names.filter((name) => !(known as readonly string[]).includes(name));
  for (const name of unknown) problems.push(problem(where, 'choice', { known: known.join(', '), got: name }));
  return names.filter((name): name is Id => !unknown.includes(name));
}

/** What the members of a chain are called, and the problems of a name that is none of them or stands there twice. */
export interface ChainNames<Id extends string> {
  readonly where: string;
  readonly known: readonly Id[];
  readonly unknown: 'chain' | 'measures';
  readonly twice: 'twice' | 'measure-twice';
}

/** `none,bits+median`: a plus joins a chain. In a URL a bare plus arrives as a space, so both are read. */
export function readChains<Id extends string>(text: string, names: ChainNames<Id>, problems: Problem[]): Id[][] {
  const chains = text.split(',').map((name) =>
    name
      .trim()
      .split(/[+\s]+/)
      .join('+'),
  );
  return [...new Set(chains)].map((name) => (name === 'none' ? [] : readChain(name, names, problems)));
}

function readChain<Id extends string>(name: string, names: ChainNames<Id>, problems: Problem[]): Id[] {
  const { where, known, unknown, twice } = names;
  const links = name.split('+');
  const isKnown = (link: string): link is Id => (known as readonly string[]).includes(link);
  for (const link of links.filter((other) => !isKnown(other)))
    problems.push(problem(where, unknown, { known: known.join(', '), got: link }));
  if (new Set(links).size < links.length) problems.push(problem(where, twice, { chain: name }));
  return links.filter(isKnown);
}
