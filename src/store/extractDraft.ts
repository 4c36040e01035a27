import { problemsOf } from '../core/errors.ts';
import type { Problem } from '../core/problems.ts';
import { type CountermeasureId, countermeasureIds } from '../extraction/countermeasures.catalog.ts';
import { kindKey } from '../spec/experimentKind.ts';
import { extractProblems, type Facts } from '../spec/extractFit.ts';
import { type ExtractSpec, formatExtract, knownFacts, parseExtract } from '../spec/extractSpec.ts';
import { prunedExtract, usualExtract } from '../spec/extractText.ts';
import type { OwnThing } from '../spec/own.ts';
import type { SpecText } from '../spec/spec.ts';
import type { ExtractFacts } from './extractActions.ts';
import { ownModel } from './owning.ts';

/** Extractions that are ready to run; the first is the one the page opens with. */
export const preparedExtracts = {
  labels: { thief: 'knockoff', countermeasure: 'none,reverse-sigmoid' },
  alarm: { thief: 'jacobian', labels: 'hard', countermeasure: 'prada', budget: '4800' },
  hidden: { thief: 'jacobian', labels: 'hard', countermeasure: 'prada', budget: '4800', accounts: '20' },
} as const satisfies Record<string, SpecText>;
export type PreparedExtract = keyof typeof preparedExtracts;

/** The form, or what it opens with. */
export const draftOf = ({ extractText }: Pick<ExtractFacts, 'extractText'>): SpecText =>
  extractText ?? preparedExtracts.labels;

/** What the text in the form means, or every reason why it means nothing. */
export type ExtractReading =
  | { readonly kind: 'valid'; readonly spec: ExtractSpec; readonly text: SpecText }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

const readings = new WeakMap<SpecText, { readonly own: readonly OwnThing[]; readonly reading: ExtractReading }>();

/** Reads a form, each once however often the page asks; `own` are the reader's models, of which the lab knows shape and classes before it opens them. */
export function readExtract(draft: SpecText, own: readonly OwnThing[]): ExtractReading {
  const last = readings.get(draft);
  if (last?.own === own) return last.reading;
  const reading = readAnew(draft, own);
  readings.set(draft, { own, reading });
  return reading;
}

function readAnew(draft: SpecText, own: readonly OwnThing[]): ExtractReading {
  try {
    const spec = parseExtract({ ...prunedExtract(draft), [kindKey]: 'extract' });
    const problems = extractProblems(spec, factsOf(spec, own));
    return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'valid', spec, text: formatExtract(spec) };
  } catch (cause) {
    return { kind: 'invalid', problems: problemsOf(cause) };
  }
}

function factsOf(spec: ExtractSpec, own: readonly OwnThing[]): Facts {
  const model = ownModel(own, spec.victim.model);
  return { ...knownFacts(spec), ...(model && { classes: model.classes, shape: model.shape }) };
}

export const namesOf = (draft: SpecText, key: 'thief' | 'labels'): readonly string[] =>
  (draft[key] ?? usualExtract[key]).split(',').filter((name) => name !== '');

/** How the countermeasures that are ticked stand before the model: each in a service of its own, or all in one. */
export type Arrangement = 'alone' | 'stacked';

/** The services that are compared, in terms of a form. */
export interface Protection {
  /** The bare model is one of them. */
  readonly bare: boolean;
  /** In the order of the catalog. */
  readonly chosen: readonly CountermeasureId[];
  /** Undefined where a link compares services of another pattern. */
  readonly arrangement: Arrangement | undefined;
}

export function protectionOf(draft: SpecText): Protection {
  const chains = (draft.countermeasure ?? usualExtract.countermeasure).split(',');
  const others = chains.filter((chain) => chain !== 'none' && chain !== '');
  const members = new Set(others.flatMap((chain) => chain.split('+')));
  const chosen = countermeasureIds.filter((id) => members.has(id));
  const alone = others.every((chain) => !chain.includes('+'));
  const arrangement = alone ? 'alone' : others.length === 1 ? 'stacked' : undefined;
  return { bare: chains.includes('none'), chosen, arrangement };
}

/** The services as text; an empty one is a problem that the form then names. */
export function protectionText({ bare, chosen, arrangement = 'alone' }: Protection): string {
  const joined = chosen.join(arrangement === 'stacked' ? '+' : ',');
  return [...(bare ? ['none'] : []), ...(joined === '' ? [] : [joined])].join(',');
}
