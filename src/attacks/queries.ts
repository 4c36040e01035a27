import { integer } from '../core/params.ts';
import type { GoalKind } from '../core/threat.ts';

/**
 * What an attack can be asked for that pays for its answers. Not `best-of-all`, which would pay for every class in turn
 * and break the limit; `untargeted` has the same success.
 */
export const aimedGoals = ['untargeted', 'offset', 'least-likely', 'class'] as const satisfies readonly GoalKind[];

/** The most questions about one image. The engine lowers it to the limit of the run. */
export const queriesParam = (most: number) =>
  integer({
    label: 'Queries',
    help: 'Questions about one image at most.',
    default: most,
    min: 1,
    max: 1_000_000,
    scale: 'log',
  });
