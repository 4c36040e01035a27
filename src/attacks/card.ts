import type { LossName } from '../core/lossNames.ts';
import type { ParamSchema } from '../core/params.ts';
import type { GoalKind, Norm } from '../core/threat.ts';

/**
 * What limits an attack.
 *
 * `ball`: the ε of the threat. `minimal`: nothing; it looks for the nearest adversarial image, so one run gives the
 * accuracy at every ε. `own`: its parameters (pixels changed, degrees, severity); ε does not apply, and it takes no part
 * in the worst case over a ball.
 */
export type Budget = 'ball' | 'minimal' | 'own';

/** Passes through the model per image. */
export interface Cost {
  readonly forwards: number;
  /** Forward and backward. */
  readonly gradients: number;
}

type Settings = Readonly<Record<string, number | string | boolean>>;

/** The settings of an attack as its cost needs them, the classes of the model, the numbers of an image, and the norm. */
export type CostOf = (params: Settings, classes: number, size: number, norm: Norm) => Cost;

/** One attack of a cascade. */
export interface Part {
  readonly id: string;
  readonly params: Settings;
  /** Share of the images it is tried on; which ones, only the seed decides. */
  readonly share: number;
}

/** Everything about an attack except its arithmetic. Plain data, safe to import from the page. */
export interface AttackCard {
  readonly title: string;
  /** One line: what it is good for. */
  readonly summary: string;
  readonly paper: { readonly authors: string; readonly year: number; readonly arxiv: string };
  readonly access: 'gradient' | 'scores' | 'decision';
  readonly budget: Budget;
  readonly norms: readonly Norm[];
  readonly goals: readonly GoalKind[];
  readonly params: ParamSchema;
  /** The loss it climbs where that is no setting of it, and whether it aims at classes even to get any wrong answer. */
  readonly fixedLoss?: { readonly name: LossName; readonly aims: boolean };
  /** It works on images that are wrong already too: to it, success is only the beginning. */
  readonly goesOn?: boolean;
  /** The most it can spend; images that fall early cost less. */
  readonly cost: CostOf;
  /** A cascade: what it tries in turn, each on the images that withstood all before. */
  readonly members?: (norm: Norm, params: Settings) => readonly Part[];
  /** Passes in all, spent once per worker and cell on `params.trainImages` images that are not attacked. */
  readonly preparation?: (params: Settings) => Cost;
}
