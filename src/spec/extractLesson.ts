import type { Outcome, Share } from './extractSummary.ts';

/** A countermeasure that stops a thief who believes probabilities, and not one who keeps only the label. */
export interface Lesson {
  readonly countermeasures: string;
  readonly soft: Change;
  readonly hard: Change;
}

/** Fidelity of a copy of the bare model, and of the same thief's behind the countermeasure. */
export interface Change {
  readonly before: Share;
  readonly after: Share;
}

const stopped = 0.3; // what the soft-label thief loses at least
const unmoved = 0.05; // what the hard-label thief loses at most

/** The clearest such countermeasure of some outcomes; undefined where there is none, or nothing to compare with. */
export function lessonOf(outcomes: readonly Outcome[]): Lesson | undefined {
  const chains = [...new Set(outcomes.map(({ countermeasures }) => countermeasures))].filter((name) => name !== 'none');
  const lessons = chains.flatMap((countermeasures) => {
    const soft = strongestChange(outcomes, countermeasures, 'soft');
    const hard = strongestChange(outcomes, countermeasures, 'hard');
    return soft && hard && lossOf(soft) >= stopped && lossOf(hard) <= unmoved ? [{ countermeasures, soft, hard }] : [];
  });
  return lessons.sort((a, b) => lossOf(b.soft) - lossOf(a.soft))[0];
}

export const lossOf = ({ before, after }: Change): number => before.value - after.value;

/** Of the thief who copies the bare model best with such labels. */
function strongestChange(outcomes: readonly Outcome[], countermeasures: string, labels: 'soft' | 'hard') {
  const changes = outcomes.flatMap((bare) => {
    if (bare.countermeasures !== 'none' || bare.labels !== labels) return [];
    const behind = outcomes.find(
      (other) => other.countermeasures === countermeasures && other.thief === bare.thief && other.labels === labels,
    );
    return behind ? [{ before: bare.last.fidelity, after: behind.last.fidelity }] : [];
  });
  return changes.sort((a, b) => b.before.value - a.before.value)[0];
}
