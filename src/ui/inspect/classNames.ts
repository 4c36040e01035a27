import { type ModelId, modelCards } from '../../classifiers/catalog.ts';

/** Names of a model's classes; numbers where its card is not known. */
export function classNamesOf(model: string, classes: number): readonly string[] {
  const known: readonly string[] | undefined = modelCards[model as ModelId]?.classNames; // undefined for a model of the user
  return known ?? Array.from({ length: classes }, (_, k) => String(k));
}
