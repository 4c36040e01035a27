import { workOf } from '../attacks/catalog.ts';
import { isModelId, type ModelId, modelCards, modelIds } from '../classifiers/catalog.ts';
import { formatEpsilon } from '../core/epsilon.ts';
import { LabError, problemsOf } from '../core/errors.ts';
import { type Problem, problem } from '../core/problems.ts';
import { budgetOf } from './cells.ts';
import { attackCost } from './cost.ts';
import { kindKey } from './experimentKind.ts';
import { ownPattern } from './own.ts';
import { formatSpec, parseSpec, type Spec, type SpecText } from './spec.ts';
import { usualModel } from './usual.ts';

/**
 * An experiment that crafts images on each of several models and shows them to all of them. `on(model)` is the
 * evaluation of one source: one attack, one budget, no defense.
 */
export interface TransferSpec {
  readonly models: readonly string[];
  readonly on: (model: string) => Spec;
}

/** Models of the lab for the same images, itself among them; none for a model of the user, of which the lab knows nothing. */
export function comparable(model: string): readonly ModelId[] {
  return isModelId(model) ? modelIds.filter((id) => shapeOf(id) === shapeOf(model)) : [];
}

const shapeOf = (id: ModelId) => String(modelCards[id].inputShape);

/** @throws {LabError} `spec`, naming every problem at once. */
export function parseTransfer({ [kindKey]: _, models, ...text }: SpecText): TransferSpec {
  const wanted = models?.split(',').map((name) => name.trim()) ?? comparable(usualModel(text.data));
  const names = [...new Set(wanted)];
  const problems = modelProblems(names);
  const model = names.find(isUsable); // says which images are meant where nothing else does
  const spec = read({ ...text, ...(model && { model }) }, problems);
  if (spec) problems.push(...fitProblems(spec));
  if (problems.length > 0 || !spec) throw new LabError('spec', problems);
  return { models: names, on: (model) => ({ ...spec, model }) };
}

/** Inverse of `parseTransfer`. */
export function formatTransfer({ models, on }: TransferSpec): SpecText {
  const { model: _, ...text } = formatSpec(on(models[0]!)); // there are at least two
  return { [kindKey]: 'transfer', models: models.join(','), ...text };
}

/** Images × models × work of the attack on one. */
export function transferWork({ models, on }: TransferSpec): number {
  const spec = on(models[0]!);
  return models.length * spec.count * workOf(attackCost(spec, spec.attacks[0]!));
}

function modelProblems(names: readonly string[]): Problem[] {
  const problems = names
    .filter((name) => !isUsable(name))
    .map((name) => problem('models', 'models', { known: modelIds.join(', '), got: name }));
  if (names.length < 2) problems.push(problem('models', 'two-models', { got: names.join(',') }));
  const shapes = new Map(names.filter(isModelId).map((name) => [shapeOf(name), name]));
  if (shapes.size > 1) problems.push(problem('models', 'model-shapes', { got: [...shapes.values()].join(', ') }));
  return problems;
}

const isUsable = (name: string) => isModelId(name) || name.startsWith('file:') || ownPattern.test(name);

function read(text: SpecText, problems: Problem[]): Spec | undefined {
  try {
    return parseSpec({ attack: 'pgd', ...text, defense: 'none' });
  } catch (error) {
    problems.push(...problemsOf(error));
    return undefined;
  }
}

function fitProblems({ attacks, epsilons }: Spec): Problem[] {
  const problems: Problem[] = [];
  if (attacks.length !== 1)
    problems.push(problem('attack', 'one-attack', { got: attacks.map(({ id }) => id).join(',') }));
  if (attacks.some(({ id }) => budgetOf(id) === 'own')) return problems; // ε does not apply
  if (epsilons.length !== 1)
    problems.push(problem('eps', 'one-budget', { got: epsilons.map(formatEpsilon).join(',') }));
  return problems;
}
