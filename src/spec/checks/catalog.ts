import type { CheckCard } from './card.ts';
import { countingCards } from './counting.card.ts';
import { coverageCards } from './coverage.card.ts';
import { machineCards } from './machine.card.ts';
import { strengthCards } from './strength.card.ts';

/** Order here is the order in lists and reports. Keys are permanent: they are the anchors of the guide. */
export const checkCards = {
  ...machineCards,
  ...strengthCards,
  ...countingCards,
  ...coverageCards,
} as const satisfies Record<string, CheckCard>;

export type CheckCode = keyof typeof checkCards;
export const checkCodes = Object.keys(checkCards) as CheckCode[];

/** Why a check has nothing to say about a run. */
export const reasons = {
  unmeasured: 'Not measured in this run.',
  stopped: 'The run stopped before it was measured.',
  'one-budget': 'Needs at least two budgets.',
  'no-single-step': 'Needs FGSM and an iterative gradient attack in one run.',
  'no-iterative': 'Needs an iterative gradient attack within a budget.',
  'no-random-start': 'Needs an iterative gradient attack that begins at a random point.',
  'below-half': 'Needs an iterative attack in L∞ at a budget of 0.5 or more, without a target.',
  'no-chain': 'There is no chain of defenses in this run.',
  'no-detector': 'There is no detector in this run.',
  'no-gradient-attack': 'Needs a gradient attack within a budget.',
  'no-black-box': 'Needs a gradient attack and a black-box attack in one run.',
  'no-transfer': 'Needs a defense attacked both ways: adaptive, and not.',
  'no-defense': 'There is no defense in this run.',
  'no-ball': 'No attack of this run works within a ball; each has limits of its own.',
  'no-approximation': 'No gradient of this run is an approximation.',
  'no-target': 'The attacks had no target class.',
  'few-successes': 'Fewer than 10 successes to look at.',
  'not-known-broken':
    'Needs an iterative gradient attack on the bundled undefended model, at its largest usual budget.',
  randomised: 'A defense that answers at random has no fixed success to keep.',
} as const satisfies Record<string, string>;
export type Reason = keyof typeof reasons;
