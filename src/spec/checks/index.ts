import { answersAreProbabilities } from './answersAreProbabilities.ts';
import { approximateGradient } from './approximateGradient.ts';
import { blackBoxStronger } from './blackBoxStronger.ts';
import { canary } from './canary.ts';
import type { CheckCode } from './catalog.ts';
import type { Check } from './check.ts';
import { coverage } from './coverage.ts';
import { falseAlarms } from './falseAlarms.ts';
import { halfRangeSurvives } from './halfRangeSurvives.ts';
import { knownBroken } from './knownBroken.ts';
import { lostByRounding } from './lostByRounding.ts';
import { miscounted } from './miscounted.ts';
import { modeNotFixed } from './modeNotFixed.ts';
import { restartsTooFew, stepsTooFew } from './moreEffort.ts';
import { noAdaptiveAttack } from './noAdaptiveAttack.ts';
import { noiseStronger } from './noiseStronger.ts';
import { notMonotone } from './notMonotone.ts';
import { notReproducible } from './notReproducible.ts';
import { outsideThreat } from './outsideThreat.ts';
import { partsNotAlone } from './partsNotAlone.ts';
import { randomForward } from './randomForward.ts';
import { silentSuccess } from './silentSuccess.ts';
import { singleStepStronger } from './singleStepStronger.ts';
import { smallN } from './smallN.ts';
import { softmaxRemoved } from './softmaxRemoved.ts';

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
  'answers-are-probabilities': answersAreProbabilities,
  'mode-not-fixed': modeNotFixed,
  'zero-gradient': zeroGradient,
  'random-forward': randomForward,
  'unbounded-survivors': unboundedSurvivors,
  'half-range-survives': halfRangeSurvives,
  'known-broken-survives': knownBroken,
  'single-step-stronger': singleStepStronger,
  'steps-too-few': stepsTooFew,
  'restarts-too-few': restartsTooFew,
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
  'false-alarms': falseAlarms,
  'small-n': smallN,
  'not-reproducible': notReproducible,
  'weak-attacks': weakAttacks,
  'no-adaptive-attack': noAdaptiveAttack,
  'parts-not-alone': partsNotAlone,
  'approximate-gradient': approximateGradient,
  coverage,
};
