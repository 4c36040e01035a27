import { approximateGradient } from './approximateGradient.ts';
import { blackBoxStronger } from './blackBoxStronger.ts';
import { canary } from './canary.ts';
import type { CheckCode } from './catalog.ts';
import type { Check } from './check.ts';
import { coverage } from './coverage.ts';
import { knownBroken } from './knownBroken.ts';
import { lostByRounding } from './lostByRounding.ts';
import { miscounted } from './miscounted.ts';
import { modeNotFixed } from './modeNotFixed.ts';
import { noAdaptiveAttack } from './noAdaptiveAttack.ts';
import { noiseStronger } from './noiseStronger.ts';
import { notMonotone } from './notMonotone.ts';
import { notReproducible } from './notReproducible.ts';
import { outsideThreat } from './outsideThreat.ts';
import { randomForward } from './randomForward.ts';
import { silentSuccess } from './silentSuccess.ts';
import { singleStepStronger } from './singleStepStronger.ts';
import { smallN } from './smallN.ts';
import { softmaxRemoved } from './softmaxRemoved.ts';
import { stepsTooFew } from './stepsTooFew.ts';
import { targetedStronger } from './targetedStronger.ts';
import { transferStronger } from './transferStronger.ts';
import { unboundedSurvivors } from './unboundedSurvivors.ts';
import { unsteadyLoss } from './unsteadyLoss.ts';
import { weakAttacks } from './weakAttacks.ts';
import { zeroGradient } from './zeroGradient.ts';

/** A card without a rule, or a rule without a card, is a compile error. */
export const checks: { readonly [Code in CheckCode]: Check } = {
  canary,
  'softmax-removed': softmaxRemoved,
  'mode-not-fixed': modeNotFixed,
  'zero-gradient': zeroGradient,
  'random-forward': randomForward,
  'unbounded-survivors': unboundedSurvivors,
  'known-broken-survives': knownBroken,
  'single-step-stronger': singleStepStronger,
  'steps-too-few': stepsTooFew,
  'unsteady-loss': unsteadyLoss,
  'silent-success': silentSuccess,
  'noise-stronger': noiseStronger,
  'black-box-stronger': blackBoxStronger,
  'transfer-stronger': transferStronger,
  'not-monotone': notMonotone,
  'outside-threat': outsideThreat,
  'lost-by-rounding': lostByRounding,
  miscounted,
  'targeted-stronger': targetedStronger,
  'small-n': smallN,
  'not-reproducible': notReproducible,
  'weak-attacks': weakAttacks,
  'no-adaptive-attack': noAdaptiveAttack,
  'approximate-gradient': approximateGradient,
  coverage,
};
