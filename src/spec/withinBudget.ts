import type { CellBlock, CleanBlock } from './events.ts';

const known = new WeakMap<CellBlock, Map<number, CellBlock>>();

/**
 * What a minimum-norm attack did, as an attacker with budget ε would have it: the image found where it lies within ε,
 * the clean one elsewhere. Worked out once per block and budget.
 */
export function withinBudget(block: CellBlock, before: CleanBlock, epsilon: number): CellBlock {
  const budgets = known.get(block) ?? new Map<number, CellBlock>();
  known.set(block, budgets);
  const found = budgets.get(epsilon) ?? cut(block, before, epsilon);
  budgets.set(epsilon, found);
  return found;
}

const slack = (epsilon: number) => epsilon * (1 + 1e-5) + 1e-6; // what the engine allows an attack inside a ball

function cut(block: CellBlock, before: CleanBlock, epsilon: number): CellBlock {
  const inside = Array.from(block.distances, (distance) => distance <= slack(epsilon));
  const classes = block.probabilities.length / block.predictions.length;
  return {
    from: block.from,
    predictions: block.predictions.map((found, i) => (inside[i] ? found : before.predictions[i]!)),
    probabilities: block.probabilities.map((found, j) =>
      inside[Math.floor(j / classes)] ? found : before.probabilities[j]!,
    ),
    success: block.success.map((hit, i) => (inside[i] ? hit : 0)),
    distances: block.distances.map((distance, i) => (inside[i] ? distance : 0)),
    survives: block.survives.map((hit, i) => (inside[i] ? hit : 0)),
    queries: block.queries,
    ...(block.scores && {
      scores: Object.fromEntries(
        Object.entries(block.scores).map(([id, scores]) => [
          id,
          scores.map((score, i) => (inside[i] ? score : (before.scores?.[id]?.[i] ?? score))),
        ]),
      ),
    }),
  };
}
