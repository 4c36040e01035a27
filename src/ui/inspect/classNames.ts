import { modelCardOf } from '../../classifiers/catalog.ts';
import type { Voice } from '../../i18n/voice.ts';

/** Names of a model's classes in the language of the page; numbers where its card is not known. */
export function classNamesOf(
  model: string,
  classes: number,
  voice: Pick<Voice, 'classNames' | 'ownClassNames'>,
): readonly string[] {
  const known = modelCardOf(model)?.classNames;
  const own = voice.ownClassNames(model);
  if (own.length === classes) return own;
  return known ? voice.classNames(model, known) : Array.from({ length: classes }, (_, k) => String(k));
}
