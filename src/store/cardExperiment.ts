import type { SpecText } from '../spec/spec.ts';

/** What the Report page runs where there is no report: one attack of each kind, kept short, and bad luck. */
export const cardExperiment: SpecText = {
  attack: 'fgsm,pgd,maxconfidence,square,corruptions',
  defense: 'none',
  eps: '0.05,0.1,0.2,0.3',
  count: '200',
  'pgd.steps': '20',
  'pgd.stepSize': '0.1',
  'maxconfidence.steps': '10',
  'maxconfidence.stepSize': '0.2',
  'square.queries': '1000',
};
