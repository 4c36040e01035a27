import { problemsOf } from '../core/errors.ts';
import type { Problem } from '../core/problems.ts';
import { chainName } from '../defenses/catalog.ts';
import { formatSpec, hasTarget, parseSpec, type Spec, type SpecText } from '../spec/spec.ts';
import { globalParams } from '../spec/specParams.ts';
import { dataFor, usualData, usualModel } from '../spec/usual.ts';

/** What the text in the form means, or every reason why it means nothing. */
export type Reading =
  | { readonly kind: 'valid'; readonly spec: Spec; readonly text: SpecText }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** Reads a draft; `text` is its canonical form. Settings of what is not chosen, a target among them, are passed over. */
export const readDraft = (draft: SpecText): Reading => readText(prune(draft));

/** Reads a text from outside, where such settings are a problem too. */
export function readText(text: SpecText): Reading {
  try {
    const spec = parseSpec(text);
    return { kind: 'valid', spec, text: formatSpec(spec) };
  } catch (cause) {
    return { kind: 'invalid', problems: problemsOf(cause) };
  }
}

/**
 * Draft with one key changed; undefined returns the key to its default. A new norm and other images take their own
 * budgets, and a model that does not know the images takes its own.
 */
export function editDraft(draft: SpecText, key: string, value: string | undefined): SpecText {
  const { [key]: _, ...rest } = draft;
  const next = value === undefined ? rest : { ...rest, [key]: value };
  const { data, ...withoutData } = next;
  const known: readonly string[] = dataFor(modelIn(next));
  const fitted = key === 'model' && data !== undefined && !known.includes(data) ? withoutData : next;
  const { second: _second, ...alone } = fitted;
  const kept = key === 'model' || key === 'data' ? alone : fitted; // second models belong to a model and its images
  const { eps, ...withoutBudgets } = kept;
  return key === 'norm' || dataIn(kept) !== dataIn(draft) ? withoutBudgets : kept;
}

/** Model and images that a draft names or leaves to the defaults. */
export const modelIn = ({ model, data }: SpecText): string => model ?? usualModel(data);
export const dataIn = (draft: SpecText): string => draft.data ?? usualData(modelIn(draft));

export const sameText = (a: SpecText, b: SpecText): boolean => {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
};

/** Names in the lists of a draft, as typed; defaults where it says nothing. */
export function namesIn(draft: SpecText, key: 'attack' | 'defense' | 'detector'): readonly string[] {
  return (draft[key] ?? usualNames[key]).split(',').filter((name) => name !== '');
}

const usual = parseSpec({});
const usualNames = {
  attack: usual.attacks.map(({ id }) => id).join(','),
  defense: usual.defenses.map(chainName).join(','),
  detector: 'none',
};

function prune(draft: SpecText): SpecText {
  const used = new Set([
    ...namesIn(draft, 'attack'),
    ...namesIn(draft, 'defense').flatMap((name) => name.split('+')),
    ...namesIn(draft, 'detector'),
  ]);
  const aims = hasTarget(draft.goal ?? globalParams.goal.default);
  const isUsed = (key: string) =>
    key.includes('.') ? used.has(key.slice(0, key.indexOf('.'))) : key !== 'target' || aims;
  return Object.fromEntries(Object.entries(draft).filter(([key]) => isUsed(key)));
}
