import type { CheckCard } from './card.ts';

/** Checks of which attacks were run at all. */
export const coverageCards = {
  'weak-attacks': {
    title: 'An attack of many steps is there',
    rule: 'At least one attack takes several steps that together cross the budget.',
    meaning: 'A single step is a smoke test. Add PGD with 40 steps or more before quoting anything.',
    passed: 'Attacks that can cross the budget: {{count}}.',
    raised:
      'The attacks took one step, or steps too small to cross the budget: real robustness is lower than these numbers.',
    severity: 'bound',
    when: 'start',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'no-adaptive-attack': {
    title: 'Every defense met an attack made for it',
    rule: 'Every defense was attacked by somebody who knows it.',
    meaning: 'An attacker who knows the defense does better. Set adaptive to yes or both and run again.',
    passed: 'Defenses attacked adaptively: {{count}}.',
    raised: '{{defense}}: attacked only without knowledge of the defense; an attacker who knows it does better.',
    severity: 'do-not-quote',
    when: 'start',
    source: 'Tramèr et al. 2020, arXiv:2002.08347',
  },
  'parts-not-alone': {
    title: 'Parts of a defense were tried alone',
    rule: 'Each part of a chain of defenses was also run by itself.',
    meaning: 'What a part adds to the chain, if anything, is unknown. Run the parts alone before praising the whole.',
    passed: 'Chains whose parts were run alone as well: {{count}}.',
    raised: '{{defense}}: its parts were not all run alone, so nobody knows what each of them adds.',
    severity: 'info',
    when: 'start',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'approximate-gradient': {
    title: 'A guess at the gradient does not stand alone',
    rule: 'Where the gradient through a defense is an approximation (BPDA), an attack that needs no gradient stands beside it.',
    meaning: 'The approximation may mislead the attack. Add a black-box attack and quote the worst case of both.',
    passed: 'A gradient-free attack stands beside every approximation.',
    raised:
      'The gradient through {{defense}} is an approximation (BPDA). A better attack may bring these numbers down; add one that needs no gradient.',
    severity: 'bound',
    when: 'start',
    source: 'Athalye et al. 2018, arXiv:1802.00420, sec. 4.1',
  },
  coverage: {
    title: 'Several kinds of attack',
    rule: 'Beside the gradient attacks there is one that sees only scores and one that sees only decisions.',
    meaning:
      'Attacks without gradients do not fall for masking. For a number to be cited, add one of each kind; for a first look gradients are enough.',
    passed: 'Gradient, score and decision attacks were run.',
    raised: 'Not among the attacks: {{missing}}. Masked gradients could go unseen.',
    severity: 'info',
    when: 'start',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
} as const satisfies Record<string, CheckCard>;
