import { type AttackId, attackCards } from '../attacks/catalog.ts';
import { type ModelId, modelCards } from '../classifiers/catalog.ts';
import type { Failure } from '../core/errors.ts';
import { makeRng } from '../core/rng.ts';
import type { Norm } from '../core/threat.ts';
import { type DatasetId, datasetCards } from '../datasets/catalog.ts';
import { chainName } from '../defenses/catalog.ts';
import { type Cell, planCells } from '../spec/cells.ts';
import type { Landscape, Looked } from '../spec/landscape.ts';
import type { OwnThing } from '../spec/own.ts';
import { formatSpec, type Spec, type SpecText } from '../spec/spec.ts';
import { globalParams } from '../spec/specParams.ts';
import { usualEpsilons } from '../spec/usual.ts';
import { dataIn, editDraft, modelIn, type Reading, readDraft } from './draft.ts';
import type { LabFacts, Picture } from './labState.ts';

/** One image under one attack. */
export interface Specimen {
  /** Position in the data set. */
  readonly image: number;
  /** An experiment with one attack, one defense and one budget; model and data are those of the form. */
  readonly text: SpecText;
}

/** What is on the Inspect page; `shown` and `land` stay until their successors are there. */
export interface SpecimenState extends Specimen {
  /** Counts the random draws of an image. */
  readonly draw: number;
  readonly shown: Examined | undefined;
  readonly land: { readonly key: string; readonly landscape: Landscape } | undefined;
  /** Images around the chosen one. */
  readonly neighbours: Looked | undefined;
  /** Something newer than what is shown is being computed. */
  readonly busy: boolean;
  readonly failure: Failure | undefined;
}

/** An attacked image and the experiment it belongs to. */
export interface Examined {
  readonly key: string;
  readonly spec: Spec;
  readonly cell: Cell;
  readonly picture: Picture;
}

/** A budget to begin with. Colour images are usually attacked with a quarter of what digits need. */
export const usualBudget = (model: string, norm: Norm): string =>
  (isColour(model) ? { linf: '8/255', l2: '0.5', l1: '10' } : { linf: '38/255', l2: '1.5', l1: '10' })[norm];

/** End of the slider of budgets. */
export const largestBudget = (model: string, norm: Norm): number =>
  (isColour(model) ? { linf: 32 / 255, l2: 3, l1: 60 } : { linf: 128 / 255, l2: 6, l1: 60 })[norm];

const isColour = (model: string) => modelCards[model as ModelId]?.inputShape.at(-1) === 3;

export const blankSpecimen: SpecimenState = {
  image: 7,
  text: { attack: 'pgd', defense: 'none', eps: '38/255' },
  draw: 0,
  shown: undefined,
  land: undefined,
  neighbours: undefined,
  busy: false,
  failure: undefined,
};

type Facts = Pick<LabFacts, 'draft' | 'specimen'> & Partial<Pick<LabFacts, 'own'>>;

const readings = new WeakMap<SpecText, { readonly subject: string; readonly reading: Reading }>();

/** The experiment of the page, or what is wrong with it; the same facts give the same object. */
export function specimenReading({ draft, specimen: { text }, own = [] }: Facts): Reading {
  const { model, data } = draft;
  const few = ownCount(own, dataIn(draft));
  const count = few !== undefined && few < globalParams.count.default ? String(few) : undefined;
  const subject = `${model}|${data}|${count}`;
  const known = readings.get(text);
  if (known?.subject === subject) return known.reading;
  const reading = readDraft({ ...text, ...(count && { count }), ...(model && { model }), ...(data && { data }) });
  readings.set(text, { subject, reading });
  return reading;
}

/** The one cell of an experiment with one attack, defense and budget. */
export const onlyCell = (spec: Spec): Cell => planCells(spec)[0]!; // parseSpec leaves none of the three lists empty

/** One cell of an experiment as a specimen; without a cell, its last attack against its first defense. */
export function specimenOf(spec: Spec, image: number, cell?: Cell): Specimen {
  const { attack, defense, adaptive, epsilon } = cell ?? planCells(spec).at(-1)!; // an experiment has at least one
  const narrow: Spec = {
    ...spec,
    count: globalParams.count.default,
    attacks: spec.attacks.filter(({ id }) => id === attack),
    defenses: spec.defenses.filter((chain) => chainName(chain) === defense),
    epsilons: [epsilon ?? spec.epsilons.at(-1)!],
    adaptive: adaptive ? 'yes' : 'no',
  };
  const { model: _, data: __, ...text } = formatSpec(narrow);
  return { image, text };
}

/** The text with one key changed; norm, goal and budget follow where the new value leaves them no sense. */
export function editSpecimenText(model: string, text: SpecText, key: string, value: string | undefined): SpecText {
  const next = editDraft(text, key, value);
  if (key === 'norm') return withUsualBudget(model, next);
  if (key !== 'attack') return next;
  const { norms, goals } = attackCards[value as AttackId]; // the picker offers ids
  const fits = (able: readonly string[], name: 'norm' | 'goal') =>
    able.includes(next[name] ?? globalParams[name].default);
  const goal = fits(goals, 'goal') ? next : editDraft(next, 'goal', goals[0]);
  return fits(norms, 'norm') ? goal : withUsualBudget(model, editDraft(goal, 'norm', norms[0]));
}

const withUsualBudget = (model: string, text: SpecText): SpecText => ({
  ...text,
  eps: usualBudget(model, (text.norm ?? globalParams.norm.default) as Norm), // the picker offers norms
});

/** A new draft, and the specimen as it suits it: other images are other pictures, and may need other budgets. */
export function withDraft({ draft: before, specimen }: Facts, draft: SpecText): Facts {
  if (dataIn(before) === dataIn(draft)) return { draft, specimen };
  const norm = (specimen.text.norm ?? globalParams.norm.default) as Norm; // a specimen's text is valid
  const [was, is] = [before, draft].map((text) => usualBudget(modelIn(text), norm));
  const text = was === is ? specimen.text : { ...specimen.text, eps: is! };
  return { draft, specimen: { ...specimen, text, neighbours: undefined } };
}

/** The model in the form. */
export const modelOf = ({ draft }: Pick<LabFacts, 'draft'>): string => modelIn(draft);

/** Images to choose from; unknown sets have at least one. */
export const imagesIn = ({ draft, specimen, own = [] }: Facts): number =>
  specimen.neighbours?.size ?? datasetCards[dataIn(draft) as DatasetId]?.size ?? ownCount(own, dataIn(draft)) ?? 1;

/** Images in a set of the reader's. */
function ownCount(own: readonly OwnThing[], data: string): number | undefined {
  const mine = own.find(({ id }) => id === data);
  return mine?.kind === 'images' ? mine.count : undefined;
}

/** An image at random; which one, only the seed and the number of the draw decide. */
export function drawnImage(facts: Facts, draw: number): number {
  const reading = specimenReading(facts);
  const seed = reading.kind === 'valid' ? reading.spec.seed : globalParams.seed.default;
  return Math.floor(makeRng(seed).fork('specimen').fork(draw).uniform() * imagesIn(facts));
}

/** The same attack as an experiment on many images: with the bare model beside the defense, and budgets around this one. */
export function measuringText(spec: Spec, count: number): SpecText {
  const defended = spec.defenses.filter((chain) => chain.length > 0);
  return formatSpec({
    ...spec,
    count,
    defenses: [[], ...defended],
    epsilons: [...new Set([...usualEpsilons(spec), ...spec.epsilons])].sort((a, b) => a - b),
    adaptive: spec.adaptive === 'no' ? 'both' : spec.adaptive,
  });
}

/** Size of noise and landscape: the budget, or the distance found where there is none. Never 0. */
export function radiusOf({ spec, cell, picture }: Pick<Examined, 'spec' | 'cell' | 'picture'>): number {
  return cell.epsilon || picture.distance || usualEpsilons(spec)[0]!;
}
