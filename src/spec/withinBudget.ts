import type { CellBlock, CleanBlock, Opinions } from './events.ts';

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
  const cutRows = (found: Float32Array, clean: Float32Array) =>
    found.map((value, j) => (inside[Math.floor(j / classes)] ? value : clean[j]!));
  return {
    from: block.from,
    predictions: block.predictions.map((found, i) => (inside[i] ? found : before.predictions[i]!)),
    probabilities: cutRows(block.probabilities, before.probabilities),
    success: block.success.map((hit, i) => (inside[i] ? hit : 0)),
    distances: block.distances.map((distance, i) => (inside[i] ? distance : 0)),
    survives: block.survives.map((hit, i) => (inside[i] ? hit : 0)),
    queries: block.queries,
    ...(block.logits && before.logits && { logits: cutRows(block.logits, before.logits) }),
    ...(block.opinions && { opinions: cutOpinions(block.opinions, before.opinions, inside) }),
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

function cutOpinions(found: Opinions, before: Opinions | undefined, inside: readonly boolean[]): Opinions {
  const cutOne = ([id, { predictions, confidences }]: [string, Opinions[string]]) => {
    const clean = before?.[id];
    return [
      id,
      {
        predictions: predictions.map((answer, i) => (inside[i] ? answer : (clean?.predictions[i] ?? answer))),
        confidences: confidences.map((value, i) => (inside[i] ? value : (clean?.confidences[i] ?? value))),
      },
    ] as const;
  };
  return Object.fromEntries(Object.entries(found).map(cutOne));
}
