import { modelCardOf } from '../../classifiers/catalog.ts';
import type { Spec } from '../spec.ts';
import { usualEpsilons } from '../usual.ts';
import {
  type Case,
  type CellRow,
  type Check,
  cellOf,
  inPoints,
  nameCell,
  notApplicable,
  passed,
  raised,
  raisedOr,
} from './check.ts';
import { takesManySteps } from './kinds.ts';

const most = 0.05; // a few images may hold out against few steps

export const knownBroken: Check = ({ spec, rows }: Case) => {
  if (!isUndefended(spec) || !['untargeted', 'best-of-all'].includes(spec.goal.kind))
    return notApplicable('not-known-broken');
  const decisive = largestUsual(spec);
  const able = spec.attacks.filter((choice) => takesManySteps(choice, spec.norm)).map(({ id }) => id);
  const tried = rows.filter((row) => row.defense === 'none' && able.includes(row.attack) && row.epsilon! >= decisive);
  const [first, ...others] = tried;
  if (!first) return notApplicable('not-known-broken');
  const problems = tried
    .filter(({ robust }) => robust.value > most)
    .map((row) => raised(cellOf(row), row.robust.value, describe(row)));
  const worst = others.reduce((a, b) => (b.robust.value > a.robust.value ? b : a), first);
  return raisedOr(problems, passed(worst.robust.value, describe(worst)));
};

/** Distillation only hides the gradient (Carlini and Wagner 2017, arXiv:1608.04644, sec. 8). */
const protectNothing = ['plain', 'distillation'];

/** A shipped model whose training does not help it withstand anything. */
function isUndefended({ model }: Spec): boolean {
  const card = modelCardOf(model);
  return card !== undefined && card.robust === undefined && protectNothing.includes(card.training.method);
}

const largestUsual = (spec: Spec) => Math.max(...usualEpsilons(spec));

const describe = (row: CellRow) => ({ ...nameCell(row), share: inPoints(row.robust.value) });
