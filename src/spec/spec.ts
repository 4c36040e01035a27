import { type AttackChoice, type AttackId, attackCards, attackIds } from '../attacks/catalog.ts';
import { setIds } from '../attacks/sets.catalog.ts';
import { modelIds } from '../classifiers/catalog.ts';
import { formatEpsilon, parseEpsilon } from '../core/epsilon.ts';
import { LabError } from '../core/errors.ts';
import { formatParams, type ParamSchema, type ParamValues, readParams } from '../core/params.ts';
import { type Problem, problem } from '../core/problems.ts';
import { type Goal, goalKinds, type Norm } from '../core/threat.ts';
import { datasetIds } from '../datasets/catalog.ts';
import {
  chainName,
  type DefenseChain,
  type DefenseChoice,
  type DefenseId,
  defenseCards,
  defenseIds,
} from '../defenses/catalog.ts';
import { type DetectorChoice, type DetectorId, detectorCards, detectorIds } from '../detectors/catalog.ts';
import { type Around, budgetProblem, largestEpsilon } from './budgetLimit.ts';
import { expandSets } from './expandSets.ts';
import { misfits } from './misfits.ts';
import { type ChainNames, readChains, readId, readList } from './readNames.ts';
import { globalParams } from './specParams.ts';
import { preparedSpecs, usualData, usualEpsilons, usualModel } from './usual.ts';

const defaultText = { attack: 'fgsm,pgd', defense: 'none,bits+median', detector: 'none', second: 'none' };

/** Version of the text form; a link of another version is refused rather than misread. */
export const specVersion = '1';

/** A complete, reproducible experiment. Plain JSON. */
export interface Spec {
  /** Id of a shipped model, `own:` and an id of one kept in the browser, or `file:` and a path (command line only). */
  readonly model: string;
  /** Id of a shipped data set, or `file:images,labels` (command line only). */
  readonly data: string;
  readonly count: number;
  readonly seed: number;
  readonly norm: Norm;
  /** Ascending, without repeats, in pixel units. */
  readonly epsilons: readonly number[];
  readonly goal: Goal;
  readonly adaptive: 'yes' | 'no' | 'both';
  /** Draws per gradient on a randomised defense; 0 leaves it to the engine. */
  readonly eot: number;
  /** Most questions of a black-box attack about one image; 0 leaves each attack its own limit. */
  readonly queries: number;
  readonly attacks: readonly AttackChoice[];
  readonly defenses: readonly DefenseChain[];
  /** Beside the model, whatever stands in front of it. */
  readonly detectors: readonly DetectorChoice[];
  /** Share of clean images a detector may turn away. */
  readonly fpr: number;
  /** Models that are shown every image of the run as well, clean and attacked; nobody attacks them. */
  readonly seconds: readonly string[];
}

/** The flat text form shared by permalinks (`#norm=l2`), the command line (`--norm l2`) and saved reports. */
export type SpecText = Readonly<Record<string, string>>;

/** The experiment that runs when somebody opens the page without a link: it shows why adaptive attacks matter. */
export const preparedSpec: SpecText = preparedSpecs.digits;

/** Reads an experiment, filling gaps with defaults. @throws {LabError} `spec`, naming every problem at once. */
export function parseSpec(text: SpecText): Spec {
  const problems: Problem[] = [];
  const { v = specVersion, model, data, eps, attack, defense, detector, second, ...rest } = text;
  if (v !== specVersion) problems.push(problem('v', 'version', { version: specVersion, got: v }));
  const { own, nested } = splitKeys(rest);
  const values = readGlobals(own, problems);
  if (isIdle(own)) problems.push(problem('target', 'idle-target', { goal: values.goal }));
  const named = readList(attack ?? defaultText.attack, 'attack', [...attackIds, ...setIds], problems);
  const wanted = expandSets(named, values.norm);
  const attackNames = Object.keys(wanted) as AttackId[]; // keys of a record by id
  const chains = readChains(defense ?? defaultText.defense, defenseNames, problems);
  const watching = readDetectors(detector ?? defaultText.detector, problems);
  const used = new Set<string>([...attackNames, ...chains.flat(), ...watching]);
  for (const head of Object.keys(nested)) {
    if (!used.has(head)) problems.push(problem(head, 'idle', {}), ...settingProblems(head, nested[head]!));
  }
  const chosenModel = model ?? usualModel(data);
  const chosenData = data ?? usualData(chosenModel);
  const spec: Spec = {
    model: readId(chosenModel, 'model', modelIds, problems),
    data: readId(chosenData, 'data', datasetIds, problems),
    count: values.count,
    seed: values.seed,
    norm: values.norm,
    epsilons: readEpsilons(eps, { model: chosenModel, data: chosenData, norm: values.norm }, problems),
    goal: goalOf(values),
    adaptive: values.adaptive,
    eot: values.eot,
    queries: values.queries,
    attacks: attackNames.map((id) => attackChoice(id, { ...wanted[id], ...nested[id] }, problems)),
    defenses: chains.map((ids) => ids.map((id) => defenseChoice(id, nested[id] ?? {}, problems))),
    detectors: watching.map((id) => detectorChoice(id, nested[id] ?? {}, problems)),
    fpr: values.fpr,
    seconds: readSeconds(second ?? defaultText.second, chosenModel, problems),
  };
  problems.push(...misfits(spec));
  if (problems.length > 0) throw new LabError('spec', problems);
  return spec;
}

/** Inverse of `parseSpec`. Omits defaults, so links stay short and stable. */
export function formatSpec(spec: Spec): SpecText {
  const { goal } = spec;
  const target =
    goal.kind === 'offset' ? goal.offset : goal.kind === 'class' ? goal.target : globalParams.target.default;
  const all: Record<string, string> = {
    model: spec.model,
    data: spec.data,
    attack: spec.attacks.map(({ id }) => id).join(','),
    defense: spec.defenses.map(chainName).join(','),
    detector: spec.detectors.map(({ id }) => id).join(',') || defaultText.detector,
    second: spec.seconds.join(',') || defaultText.second,
    eps: spec.epsilons.map(formatEpsilon).join(','),
    ...formatParams(globalParams, { ...spec, goal: goal.kind, target }),
  };
  const plugins: [string, ParamSchema, object][] = [
    ...spec.attacks.map(({ id, params }): [string, ParamSchema, object] => [id, attackCards[id].params, params]),
    ...spec.defenses
      .flat()
      .map(({ id, params }): [string, ParamSchema, object] => [id, defenseCards[id].params, params]),
    ...spec.detectors.map(({ id, params }): [string, ParamSchema, object] => [id, detectorCards[id].params, params]),
  ];
  for (const [id, schema, params] of plugins) {
    const text = formatParams(schema, params as ParamValues<ParamSchema>); // id and params were paired by parseSpec
    for (const [key, value] of Object.entries(text)) all[`${id}.${key}`] = value;
  }
  const data = usualData(spec.model);
  const usual: Record<string, string> = {
    ...defaultText,
    data,
    model: usualModel(spec.data === data ? undefined : spec.data),
    eps: usualEpsilons(spec).map(formatEpsilon).join(','),
  };
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => usual[key] !== value));
}

const defenseNames: ChainNames<DefenseId> = {
  where: 'defense',
  known: defenseIds,
  unknown: 'chain',
  twice: 'twice',
};

/** Settings may belong to a name that was mistyped, so they are looked at all the same. */
function settingProblems(id: string, text: SpecText): Problem[] {
  const problems: Problem[] = [];
  const cards: Readonly<Record<string, { readonly params: ParamSchema }>> = {
    ...attackCards,
    ...defenseCards,
    ...detectorCards,
  };
  if (Object.hasOwn(cards, id)) readParams(cards[id]!.params, text, id, problems);
  return problems;
}

function readGlobals(text: SpecText, problems: Problem[]): ParamValues<typeof globalParams> {
  const isKnown = (key: string) => Object.hasOwn(globalParams, key);
  const known = ['model', 'data', ...Object.keys(defaultText), 'eps', ...Object.keys(globalParams)];
  for (const key of Object.keys(text)) {
    if (!isKnown(key)) problems.push(problem(key, 'unknown', { known: known.join(', ') }));
  }
  return readParams(
    globalParams,
    Object.fromEntries(Object.entries(text).filter(([key]) => isKnown(key))),
    '',
    problems,
  );
}

/** `pgd.steps` among the settings of `pgd`, `seed` among its own. */
export function splitKeys(text: SpecText) {
  const own: Record<string, string> = {};
  const nested: Record<string, Record<string, string>> = {};
  for (const [key, value] of Object.entries(text)) {
    const dot = key.indexOf('.');
    if (dot < 0) own[key] = value;
    else {
      const head = key.slice(0, dot);
      nested[head] = { ...nested[head], [key.slice(dot + 1)]: value };
    }
  }
  return { own, nested };
}

function readEpsilons(text: string | undefined, around: Around, problems: Problem[]): readonly number[] {
  if (text === undefined) return usualEpsilons(around);
  const largest = largestEpsilon(around);
  const parts = text.split(',');
  problems.push(...parts.flatMap((part) => budgetProblem(part, largest) ?? []));
  const values = parts.map((part) => parseEpsilon(part) ?? 0);
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Goals that need a number to say which class. */
export const hasTarget = (goal: string): boolean => goal === 'offset' || goal === 'class';

/** A target that nobody aims at; a goal that is mistyped may have meant to. */
const isIdle = ({ target, goal = globalParams.goal.default }: SpecText): boolean =>
  target !== undefined && (goalKinds as readonly string[]).includes(goal) && !hasTarget(goal);

function goalOf({ goal, target }: ParamValues<typeof globalParams>): Goal {
  if (goal === 'offset') return { kind: goal, offset: target };
  if (goal === 'class') return { kind: goal, target };
  return { kind: goal };
}

function attackChoice<Id extends AttackId>(id: Id, text: SpecText, problems: Problem[]): AttackChoice {
  const params = readParams(attackCards[id].params as ParamSchema, text, id, problems);
  return { id, params } as unknown as AttackChoice; // id and params come from the same card
}

function defenseChoice<Id extends DefenseId>(id: Id, text: SpecText, problems: Problem[]): DefenseChoice {
  const params = readParams(defenseCards[id].params as ParamSchema, text, id, problems);
  return { id, params } as unknown as DefenseChoice; // id and params come from the same card
}

function readSeconds(text: string, model: string, problems: Problem[]): string[] {
  if (text === 'none') return [];
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  if (names.includes(model)) problems.push(problem('second', 'second-same', { got: model }));
  return names.map((name) => readId(name, 'second', modelIds, problems));
}

const readDetectors = (text: string, problems: Problem[]): DetectorId[] =>
  text === 'none' ? [] : readList(text, 'detector', detectorIds, problems);

function detectorChoice<Id extends DetectorId>(id: Id, text: SpecText, problems: Problem[]): DetectorChoice {
  const params = readParams(detectorCards[id].params as ParamSchema, text, id, problems);
  return { id, params } as unknown as DetectorChoice; // id and params come from the same card
}
