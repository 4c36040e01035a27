import { type Problem, problem } from '../core/problems.ts';
import { type DefenseId, defenseIds } from '../defenses/catalog.ts';

/** One id, or files of the user's own. */
export function readId(text: string, where: string, known: readonly string[], problems: Problem[]): string {
  if (!known.includes(text) && !text.startsWith('file:'))
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

/** `none,bits+median`: a plus joins a chain. In a URL a bare plus arrives as a space, so both are read. */
export function readChains(text: string, problems: Problem[]): DefenseId[][] {
  const names = [
    ...new Set(
      text.split(',').map((name) =>
        name
          .trim()
          .split(/[+\s]+/)
          .join('+'),
      ),
    ),
  ];
  return names.map((name) => (name === 'none' ? [] : readChain(name, problems)));
}

function readChain(name: string, problems: Problem[]): DefenseId[] {
  const links = name.split('+');
  const unknown = links.filter((link) => !(defenseIds as readonly string[]).includes(link));
  for (const link of unknown) problems.push(problem('defense', 'chain', { known: defenseIds.join(', '), got: link }));
  if (new Set(links).size < links.length) problems.push(problem('defense', 'twice', { chain: name }));
  return links.filter((link): link is DefenseId => !unknown.includes(link));
}
