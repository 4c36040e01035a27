import type { Checkpoint } from './checkpoint.ts';
import type { Progress } from './events.ts';
import type { Team } from './team.ts';

/** What counts when epochs are compared: what withstands an attack, where the method trains for that. */
export const scoreOf = ({ accuracy, robust }: Progress): number => (robust ?? accuracy).value;

export interface Best {
  add(score: number, checkpoint: Checkpoint): void;
  checkpoint(): Checkpoint | undefined;
  /** Whether so many epochs have brought nothing better; the first member knows and tells its team. */
  isOver(team: Team): Promise<boolean>;
}

/**
 * Early stopping: ends a run after `patience` epochs without a better one, and keeps the best. Undefined where every epoch
 * is to be taught. A resumed run compares only the epochs of its own.
 */
export function keepBest(patience: number | undefined): Best | undefined {
  if (patience === undefined) return undefined;
  let best: { readonly score: number; readonly checkpoint: Checkpoint } | undefined;
  let since = 0;
  return {
    add(score, checkpoint) {
      since = best && score <= best.score ? since + 1 : 0;
      if (since === 0) best = { score, checkpoint };
    },
    checkpoint: () => best?.checkpoint,
    async isOver(team) {
      const [over] = await team.sum(Float32Array.of(team.rank === 0 && since >= patience ? 1 : 0));
      return over! > 0;
    },
  };
}
