import { modelCards } from '../classifiers/catalog.ts';
import { formatEpsilon } from '../core/epsilon.ts';
import { LabError, problemsOf } from '../core/errors.ts';
import { formatParams, type ParamSchema, type ParamValues, readParams } from '../core/params.ts';
import { type Problem, problem } from '../core/problems.ts';
import { datasetCards, datasetIds } from '../datasets/catalog.ts';
import { chainName } from '../defenses/catalog.ts';
import { type LabelKind, labelKinds } from '../extraction/card.ts';
import {
  type CountermeasureChain,
  type CountermeasureChoice,
  type CountermeasureId,
  countermeasureCards,
  countermeasureIds,
} from '../extraction/countermeasures.catalog.ts';
import { type ThiefChoice, type ThiefId, thiefCards, thiefIds } from '../extraction/thieves.catalog.ts';
import { kindKey } from './experimentKind.ts';
import { extractProblems, type Facts } from './extractFit.ts';
import { extractParams } from './extractParams.ts';
import { usualExtract } from './extractText.ts';
import { type ChainNames, readChains, readId, readList } from './readNames.ts';
import { formatSpec, parseSpec, type Spec, type SpecText, splitKeys } from './spec.ts';
import { usualEpsilons } from './usual.ts';

/** An experiment in which thieves copy a model through its answers. */
export interface ExtractSpec {
  /** Model, images, and the attacks built on the copy: `count` images are measured on, at one budget; no defense. */
  readonly victim: Spec;
  readonly settings: ParamValues<typeof extractParams>;
  /** Numbers of queries at which the copy is measured, ascending; the last is the budget. */
  readonly points: readonly number[];
  /** `rest`: the other images of the victim's data set; `noise`; a data set; or `file:images,labels`. */
  readonly pool: string;
  readonly thieves: readonly ThiefChoice[];
  readonly labels: readonly LabelKind[];
  readonly chains: readonly CountermeasureChain[];
}

/** Keys of the model under theft; its attacks have keys of their own. */
const victimKeys = ['v', 'model', 'data', 'count', 'seed', 'norm', 'eps', 'attack'] as const;
const { attack: usualAttack, ...usual } = usualExtract;
const usualVictim = { count: '1000', attack: usualAttack } as const;
const listKeys = ['thief', 'labels', 'countermeasure', 'pool', 'points'] as const;

/** Pools besides the user's own files. */
export const poolIds = ['rest', 'noise', ...datasetIds] as const;

const chainNames: ChainNames<CountermeasureId> = {
  where: 'countermeasure',
  known: countermeasureIds,
  unknown: 'measures',
  twice: 'measure-twice',
};

/** Reads an extraction, filling gaps with defaults. @throws {LabError} `spec`, naming every problem at once. */
export function parseExtract({ [kindKey]: _, ...text }: SpecText): ExtractSpec {
  const problems: Problem[] = [];
  const { own, nested } = splitKeys(text);
  const thiefNames = readList(own.thief ?? usual.thief, 'thief', thiefIds, problems);
  const chains = readChains(own.countermeasure ?? usual.countermeasure, chainNames, problems);
  const isOurs = (head: string) => Object.hasOwn(thiefCards, head) || Object.hasOwn(countermeasureCards, head);
  const used = new Set<string>([...thiefNames, ...chains.flat()]);
  for (const head of Object.keys(nested).filter((name) => isOurs(name) && !used.has(name)))
    problems.push(problem(head, 'idle-extract', {}));
  const settings = readOwn(own, problems);
  const others = Object.fromEntries(Object.entries(text).filter(([key]) => !isOurs(key.split('.')[0]!)));
  const victim = readVictim(others, problems);
  const spec = {
    settings,
    points: readPoints(own.points, settings.budget, problems),
    pool: readId(own.pool ?? usual.pool, 'pool', poolIds, problems),
    thieves: thiefNames.map((id) => thiefChoice(id, nested[id] ?? {}, problems)),
    labels: readList(own.labels ?? usual.labels, 'labels', labelKinds, problems),
    chains: chains.map((ids) => ids.map((id) => measureChoice(id, nested[id] ?? {}, problems))),
  };
  if (victim && problems.length === 0)
    problems.push(...extractProblems({ ...spec, victim }, knownFacts({ ...spec, victim })));
  if (problems.length > 0 || !victim) throw new LabError('spec', problems);
  return { ...spec, victim };
}

/** Inverse of `parseExtract`. Omits defaults. */
export function formatExtract(spec: ExtractSpec): SpecText {
  const { victim, settings, points, pool, thieves, labels, chains } = spec;
  const { defense: _, ...evaluation } = formatSpec(victim);
  const all: Record<string, string> = {
    ...evaluation,
    count: String(victim.count),
    eps: formatEpsilon(victim.epsilons[0]!),
    attack: victim.attacks.map(({ id }) => id).join(','),
    thief: thieves.map(({ id }) => id).join(','),
    labels: labels.join(','),
    countermeasure: chains.map(chainName).join(','),
    pool,
    points: points.join(','),
    ...formatParams(extractParams, settings),
  };
  const plugins: [string, ParamSchema, object][] = [
    ...thieves.map(({ id, params }): [string, ParamSchema, object] => [id, thiefCards[id].params, params]),
    ...chains
      .flat()
      .map(({ id, params }): [string, ParamSchema, object] => [id, countermeasureCards[id].params, params]),
  ];
  for (const [id, schema, params] of plugins) {
    const text = formatParams(schema, params as ParamValues<ParamSchema>); // id and params were paired by parseExtract
    for (const [key, value] of Object.entries(text)) all[`${id}.${key}`] = value;
  }
  const left: Record<string, string> = {
    ...usualVictim,
    ...usual,
    eps: formatEpsilon(usualBudget(victim)),
    points: usualPoints(settings.budget).join(','),
  };
  return {
    [kindKey]: 'extract',
    ...Object.fromEntries(Object.entries(all).filter(([key, value]) => left[key] !== value)),
  };
}

/** One theft: one thief with one kind of label against one set of countermeasures, with one seed. */
export interface Theft {
  readonly thief: ThiefId;
  readonly labels: LabelKind;
  /** Name of the chain of countermeasures: `none`, `rounding`, `rounding+prada`, … */
  readonly countermeasures: string;
  readonly seed: number;
}

/** All thefts, every seed of the first setting first. A run is cut between them. */
export const planThefts = ({ victim, settings, thieves, labels, chains }: ExtractSpec): Theft[] =>
  chains.flatMap((chain) =>
    thieves.flatMap(({ id }) =>
      labels
        .filter((kind) => (thiefCards[id].labels as readonly LabelKind[]).includes(kind))
        .flatMap((kind) =>
          Array.from({ length: settings.seeds }, (_, i) => ({
            thief: id,
            labels: kind,
            countermeasures: chainName(chain),
            seed: victim.seed + i,
          })),
        ),
    ),
  );

/** 100, 200, 500, 1,000, … below the budget, and the budget; smaller steps for a small one. */
export function usualPoints(budget: number): number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
  return [...steps.filter((step) => step >= Math.min(100, budget / 20) && step < budget), budget];
}

function readOwn(own: SpecText, problems: Problem[]) {
  const known = [...victimKeys, ...listKeys, ...Object.keys(extractParams)] as readonly string[];
  for (const key of Object.keys(own).filter((name) => !known.includes(name)))
    problems.push(problem(key, 'unknown', { known: known.join(', ') }));
  const text = Object.entries(own).filter(([key]) => Object.hasOwn(extractParams, key));
  return readParams(extractParams, Object.fromEntries(text), '', problems);
}

/** The part of the text that an evaluation has as well. */
function readVictim(text: SpecText, problems: Problem[]): Spec | undefined {
  const part = Object.entries(text).filter(
    ([key]) => key.includes('.') || (victimKeys as readonly string[]).includes(key),
  );
  try {
    const read = parseSpec({ ...usualVictim, ...Object.fromEntries(part), defense: 'none' });
    const spec = text.eps === undefined ? { ...read, epsilons: [usualBudget(read)] } : read;
    if (spec.epsilons.length !== 1) problems.push(problem('eps', 'one-budget', { got: text.eps ?? '' }));
    return spec;
  } catch (error) {
    problems.push(
      ...problemsOf(error).map((each) => (each.code === 'idle' ? problem(each.where, 'idle-extract', {}) : each)),
    );
    return undefined;
  }
}

/** The largest budget that is usual for the images. */
const usualBudget = (victim: Pick<Spec, 'data' | 'norm'>): number => usualEpsilons(victim).at(-1)!; // none is empty

function readPoints(text: string | undefined, budget: number, problems: Problem[]): number[] {
  if (text === undefined) return usualPoints(budget);
  const points = text.split(',').map(Number);
  if (!points.every((point) => Number.isInteger(point) && point >= 1 && point <= budget))
    problems.push(problem('points', 'points', { budget, got: text }));
  return [...new Set([...points, budget])].sort((a, b) => a - b);
}

/** What the cards tell about model and images before they are loaded; the engine looks again when they are. */
export function knownFacts({ victim, pool }: Pick<ExtractSpec, 'victim' | 'pool'>): Facts {
  const model = Object.hasOwn(modelCards, victim.model)
    ? modelCards[victim.model as keyof typeof modelCards]
    : undefined;
  const cardOf = (id: string) =>
    Object.hasOwn(datasetCards, id) ? datasetCards[id as keyof typeof datasetCards] : undefined;
  return {
    classes: model?.classNames.length,
    shape: model?.inputShape,
    size: cardOf(victim.data)?.size,
    pool: cardOf(pool),
  };
}

function thiefChoice(id: ThiefId, text: SpecText, problems: Problem[]): ThiefChoice {
  const params = readParams(thiefCards[id].params as ParamSchema, text, id, problems);
  return { id, params } as unknown as ThiefChoice; // id and params come from the same card
}

function measureChoice(id: CountermeasureId, text: SpecText, problems: Problem[]): CountermeasureChoice {
  const params = readParams(countermeasureCards[id].params as ParamSchema, text, id, problems);
  return { id, params } as unknown as CountermeasureChoice; // id and params come from the same card
}
