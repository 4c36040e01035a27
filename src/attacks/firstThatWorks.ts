import { ask, type Interview, type Sitter } from './interview.ts';

/**
 * Asks about `count` versions of an image in turn and keeps the first that reaches the goal; none leaves it clean. Needs
 * decisions alone.
 */
export function* firstThatWorks(
  { found }: Sitter,
  count: number,
  versionAt: (index: number) => Float32Array,
): Interview<boolean> {
  for (let index = 0; index < count; index++) {
    const version = versionAt(index);
    if (!(yield* ask(version))) continue;
    found.set(version);
    return;
  }
}
