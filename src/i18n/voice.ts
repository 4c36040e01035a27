import { type AttackChoice, type AttackId, attackCards } from '../attacks/catalog.ts';
import { modelCards } from '../classifiers/catalog.ts';
import type { Failure } from '../core/errors.ts';
import type { ParamSchema } from '../core/params.ts';
import { type Problem, problemText, problemTexts } from '../core/problems.ts';
import type { Goal } from '../core/threat.ts';
import { datasetCards } from '../datasets/catalog.ts';
import { defenseCards } from '../defenses/catalog.ts';
import { detectorCards } from '../detectors/catalog.ts';
import type { Values } from '../spec/checks/check.ts';
import type { Warning } from '../spec/events.ts';
import type { OwnThing } from '../spec/own.ts';
import type { Spec } from '../spec/spec.ts';
import { cardText } from './cardText.ts';
import { isMessageKey, type MessageKey, type Say, sayIn } from './messages.ts';
import { type NumberWords, numberWords } from './numberWords.ts';

/** Everything the page says in one language. */
export interface Voice extends NumberWords {
  readonly language: string;
  readonly say: Say;
  /** Text of a card; the English original is the fallback. */
  card(path: string, english: string): string;
  /** An option of a choice, such as `linf` of `norm`. */
  option(param: string, value: string): string;
  /** `PGD-40`: the card's title and how many steps it takes. */
  attack(choice: AttackChoice): string;
  /** The same for an attack of an experiment, or the worst case. */
  attackOf(spec: Spec, id: AttackId | 'worst'): string;
  /** What its settings allow an attack: `Rotation: 30 ° · Shift: 3 px`. */
  limits(choice: AttackChoice): string;
  /** `none`, `bits`, `bits+median` … in words. */
  defense(chain: string): string;
  detector(id: string): string;
  pair(spec: Spec, pair: { readonly attack: AttackId; readonly defense: string; readonly adaptive: boolean }): string;
  goal(goal: Goal): string;
  model(id: string): string;
  dataset(id: string): string;
  /** Names of a model's classes; as they are where the lab does not know the model. */
  classNames(model: string, names: readonly string[]): readonly string[];
  /** As the reader named them; none where nobody did. */
  ownClassNames(model: string): readonly string[];
  /** Values as sentences say them: names of defenses and parts instead of their ids. */
  words(values: Values): Values;
  /** A warning that is not of a check; for all of them see `warningText`. */
  notice(warning: Warning): string;
  problem(problem: Problem): string;
  /** What happened; English where nothing but the message tells. */
  failure(failure: Failure): string;
}

/** `own` are the reader's own models and images, which go by the names they gave. */
export function speak(language: string, own: readonly OwnThing[] = []): Voice {
  const ownName = (id: string) => own.find((thing) => thing.id === id)?.name ?? id;
  const say = sayIn(language);
  const card = (path: string, english: string) => cardText(language, path, english);
  const attack = ({ id, params }: AttackChoice) => {
    const title = card(`attacks.${id}.title`, attackCards[id].title);
    return 'steps' in params ? say('attack.named', { title, steps: params.steps }) : title;
  };
  const attackOf = (spec: Spec, id: AttackId | 'worst') => {
    const choice = spec.attacks.find((known) => known.id === id);
    return choice ? attack(choice) : say('attack.worst');
  };
  const defense = (chain: string) => {
    const key = `defense.${chain}`;
    return isMessageKey(key) ? say(key) : chainTitle(chain, { say, card });
  };
  const detector = (id: string) => card(`detectors.${id}.title`, detectorTitles[id]?.title ?? id);
  const words = (values: Values): Values => ({
    ...values,
    ...(values.defense !== undefined && { defense: defense(String(values.defense)) }),
    ...(values.detector !== undefined && { detector: detector(String(values.detector)) }),
    ...(values.missing !== undefined && { missing: missingParts(say, String(values.missing)) }),
  });
  const option = (param: string, value: string) => {
    const key = `option.${param}.${value}`;
    return isMessageKey(key) ? say(key) : value;
  };
  /** An own model goes by the name that its owner gave it. */
  const named = ({ model, ...rest }: Problem['values']) =>
    model === undefined ? rest : { ...rest, model: ownName(String(model)) };
  const problem = (found: Problem) =>
    problemText(
      { ...found, where: ownName(found.where), values: named(found.values) },
      card(`problems.${found.code}`, problemTexts[found.code]),
    );
  return {
    language,
    say,
    card,
    ...numberWords(say),
    attack,
    attackOf,
    defense,
    detector,
    option,
    limits: (choice) => limitsText(choice, { say, card, option }),
    pair: (spec, pair) => {
      const name = attackOf(spec, pair.attack);
      if (pair.defense === 'none' && pair.adaptive) return say('pair.noDefense', { attack: name });
      const full = pair.adaptive ? name : say('attack.unadapted', { attack: name });
      return say('pair.name', { attack: full, defense: defense(pair.defense) });
    },
    goal: (goal) => say(`goal.${goal.kind}`, { target: targetOf(goal) }),
    model: (id) =>
      card(`models.${id}.title`, (modelCards as Record<string, { title: string }>)[id]?.title ?? ownName(id)),
    dataset: (id) =>
      card(`datasets.${id}.title`, (datasetCards as Record<string, { title: string }>)[id]?.title ?? ownName(id)),
    classNames: (model, names) => (isKnown(model) ? names.map((name) => card(`classes.${name}`, name)) : names),
    ownClassNames: (model) => own.find((thing) => thing.id === model)?.classNames ?? [],
    words,
    notice: ({ code, values, message }) => {
      const key = `warning.${code}${code === 'non-adaptive' && values.defense === 'none' ? '-detector' : ''}`;
      return isMessageKey(key) ? say(key, words(values)) : message; // a kept report may know newer codes
    },
    problem,
    failure: ({ message, problems }) => (problems.length > 0 ? problems.map(problem).join('\n') : message),
  };
}

const detectorTitles: Readonly<Record<string, { readonly title: string } | undefined>> = detectorCards;
const isKnown = (model: string) => Object.hasOwn(modelCards, model);

/** `scores, decisions`: parts that a check misses, in words. */
const missingParts = (say: Say, names: string): string =>
  names
    .split(', ')
    .map((name) => (isMessageKey(`missing.${name}`) ? say(`missing.${name}` as MessageKey) : name))
    .reduce((first, second) => say('list.and', { first, second }));

function limitsText({ id, params }: AttackChoice, { say, card, option }: Pick<Voice, 'say' | 'card' | 'option'>) {
  const schema: ParamSchema = attackCards[id].params;
  const parts = Object.entries(schema).map(([key, param]) => {
    const name = card(`attacks.${id}.params.${key}.label`, param.label);
    const value = option(key, String((params as Readonly<Record<string, unknown>>)[key]));
    const unit = param.kind === 'number' ? param.unit : undefined;
    const isSpaced = unit !== undefined && unit !== '°';
    return isSpaced
      ? say('own.limitUnit', { name, value, unit })
      : say('own.limit', { name, value: value + (unit ?? '') });
  });
  return parts.join(say('own.join'));
}

function chainTitle(chain: string, { say, card }: Pick<Voice, 'say' | 'card'>): string {
  const titles = chain
    .split('+')
    .map((id) => card(`defenses.${id}.title`, (defenseCards as Record<string, { title: string }>)[id]?.title ?? id));
  return titles.reduce((first, second) => say('defense.chain', { first, second }));
}

function targetOf(goal: Goal): number {
  if (goal.kind === 'offset') return goal.offset;
  return goal.kind === 'class' ? goal.target : 0;
}
