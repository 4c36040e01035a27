import type { CheckCard } from './card.ts';

/** Checks of the arithmetic and of what was counted. */
export const countingCards = {
  'outside-threat': {
    title: 'Adversarial images keep to the budget',
    rule: 'Adversarial images stay within ε and within [0, 1]; stored with 8 bits they are beyond ε by no more than half a grey level per pixel.',
    meaning: 'The attack broke the rules of the threat model. That is a fault of the lab; please report it.',
    passed: 'Farthest beyond ε once stored with 8 bits: {{excess}} (rounding allows {{allowed}}).',
    raised:
      '{{defense}}, ε = {{epsilon}}: images of {{attack}} lie {{excess}} beyond the budget (rounding allows {{allowed}}).',
    severity: 'do-not-quote',
    when: 'sample',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'lost-by-rounding': {
    title: 'Successes survive 8 bits',
    rule: 'At least 90% of the successes of an attack are still one after the image is rounded to 8 bits.',
    meaning:
      'A PNG file would undo these attacks. Where the attacker must deliver a file, the number is too pessimistic.',
    passed: 'At most {{share}}% of the successes vanish.',
    raised:
      '{{attack}}, {{defense}}, ε = {{epsilon}}: {{share}}% of the successes vanish when the image is stored with 8 bits.',
    severity: 'caution',
    when: 'end',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  miscounted: {
    title: 'Counts add up',
    rule: 'Counted a second time from the answers: robust accuracy over all images, success over those that were right before, and a worst case no better than any of its attacks.',
    meaning: 'The lab contradicts itself. That is a fault of the lab; please report it.',
    passed: 'Rows counted twice: {{count}}.',
    raised: '{{attack}}, {{defense}}, ε = {{epsilon}}: counted twice, the numbers differ.',
    severity: 'do-not-quote',
    when: 'end',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'targeted-stronger': {
    title: 'Reaching a target is no easier',
    rule: 'No more images reach their target class than are misclassified at all.',
    meaning:
      'The two ways to count successes contradict each other: a fault of the lab, or a model that answers at random.',
    passed: 'Never more targets reached than images misclassified; {{count}} rows.',
    raised:
      '{{attack}}, {{defense}}, ε = {{epsilon}}: {{targeted}} images reached their target, but only {{wrong}} are misclassified.',
    severity: 'do-not-quote',
    when: 'end',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'false-alarms': {
    title: 'Detectors keep their promise',
    rule: 'On clean images that its threshold was not fitted on, a detector turns away no larger share than it was set to, beyond chance.',
    meaning:
      'What a detector catches counts only beside the clean images it turns away. Fit its threshold on more images before comparing.',
    passed: 'At most {{share}}% of {{n}} clean images turned away; {{promised}}% were allowed.',
    raised:
      '{{detector}} beside {{defense}} turns away {{share}}% of {{n}} clean images; {{promised}}% were allowed, so its detection rate is too good.',
    severity: 'caution',
    when: 'end',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'small-n': {
    title: 'Enough images',
    rule: 'The run covers at least 100 images.',
    meaning: 'The intervals are wide. Compare intervals, not values, or run more images.',
    passed: '{{n}} images.',
    raised: 'Few images (n = {{n}}): the intervals are wide, so small differences mean nothing.',
    severity: 'caution',
    when: 'end',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'not-reproducible': {
    title: 'Everything needed to repeat it is recorded',
    rule: 'The report holds every setting, the seed, the version, the backend, and the hashes of model and images.',
    meaning:
      'Somebody else could not repeat the run from the saved report. Use a shipped model or one that was loaded from files.',
    passed: 'Settings, seed, version, backend and both hashes are recorded.',
    raised: 'Missing from the report: {{missing}}.',
    severity: 'caution',
    when: 'end',
    source: 'RobustBench; Croce et al. 2021, arXiv:2010.09670',
  },
} as const satisfies Record<string, CheckCard>;
