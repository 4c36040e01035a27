import type { CheckCard } from './card.ts';

/** Checks of whether the attacks are as strong as they should be. */
export const strengthCards = {
  'unbounded-survivors': {
    title: 'Unbounded attack wins',
    rule: 'PGD that may change every pixel at will, in up to 100 steps, leaves no more images right than guessing would.',
    meaning:
      'Any image can be turned into any other without a budget, so an attack that fails there is stuck: the gradient is masked or broken.',
    passed: 'Unbounded PGD leaves at most {{share}}% right.',
    raised:
      '{{defense}}: {{share}}% of {{n}} images withstand an attack without any limit, a sure sign of masked gradients.',
    severity: 'do-not-quote',
    when: 'sample',
    source: 'Athalye et al. 2018, arXiv:1802.00420, sec. 3.1',
  },
  'half-range-survives': {
    title: 'Half the range breaks everything',
    rule: 'At ε of 0.5 and more in L∞ no iterative attack leaves more images right than guessing would, beyond chance.',
    meaning:
      'With half the range of a pixel every image can become the same plain grey, so nothing can be told apart. The attack is stuck, or clipped wrongly.',
    passed: 'At most {{share}}% right where every image can be plain grey; guessing gives {{chance}}%.',
    raised:
      '{{defense}}, ε = {{epsilon}}: {{attack}} leaves {{share}}% right where every image can be plain grey; guessing gives {{chance}}%.',
    severity: 'do-not-quote',
    when: 'end',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'known-broken-survives': {
    title: 'Attack breaks a model known to break',
    rule: 'At the largest usual budget an iterative attack leaves at most 5% of the images of the bundled undefended model right.',
    meaning:
      'The attack does not work with these settings even where everybody knows it should. Mend the attack before believing what it says about a defense.',
    passed: 'The undefended model keeps {{share}}% at ε = {{epsilon}}.',
    raised:
      '{{attack}} leaves {{share}}% of the undefended model right at ε = {{epsilon}}, where nothing should be left.',
    severity: 'do-not-quote',
    when: 'end',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'single-step-stronger': {
    title: 'Many steps beat one step',
    rule: 'No iterative gradient attack leaves more images right than FGSM does at the same budget, beyond chance.',
    meaning:
      'Many steps contain the single step; if they do worse, the gradient misleads after the first step, or the step size is wrong.',
    passed: 'FGSM never beats an iterative attack; pairs compared: {{count}}.',
    raised:
      '{{defense}}, ε = {{epsilon}}: one step of FGSM beats {{attack}} by {{points}} points, a sign of masked gradients.',
    severity: 'do-not-quote',
    when: 'end',
    source: 'Athalye et al. 2018, arXiv:1802.00420, sec. 3.1',
  },
  'steps-too-few': {
    title: 'More steps change nothing',
    rule: 'With twice the steps the strongest iterative attack fools at most one more image of the sample.',
    meaning: 'The attack had not finished: accuracy under a longer one is lower. Raise the number of steps.',
    passed: 'Twice the steps change {{count}} of {{n}} images.',
    raised: '{{defense}}, ε = {{epsilon}}: with twice the steps, {{attack}} fools {{count}} more of {{n}} images.',
    severity: 'bound',
    when: 'sample',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'restarts-too-few': {
    title: 'Another start changes nothing',
    rule: 'From another random start the strongest iterative attack fools at most one more image of the sample.',
    meaning: 'Where an attack begins still decides what it finds: accuracy under more restarts is lower. Add restarts.',
    passed: 'Another start changes {{count}} of {{n}} images.',
    raised: '{{defense}}, ε = {{epsilon}}: from another random start, {{attack}} fools {{count}} more of {{n}} images.',
    severity: 'bound',
    when: 'sample',
    source: 'Carlini et al. 2019, arXiv:1902.06705',
  },
  'unsteady-loss': {
    title: 'Loss rises and settles',
    rule: 'On images that hold, the loss of the attack rises, gains at most a tenth of its rise in the last quarter of the steps, and falls back at most a third of the way it travels.',
    meaning:
      'The loss had not settled, or it jumps up and down: take more steps, or smaller ones. The chart of a single image shows its path.',
    passed: 'Last quarter: {{late}}% of the rise; falling back: {{falls}}% of the way.',
    raised:
      '{{defense}}, ε = {{epsilon}}: on the images that hold, the loss of {{attack}} gains {{late}}% of its rise in the last quarter and falls back {{falls}}% of the way.',
    severity: 'caution',
    when: 'sample',
    source: 'Pintor et al. 2022, arXiv:2106.09947, sec. 3',
  },
  'silent-success': {
    title: 'No success is lost on the way',
    rule: 'An image that was adversarial at any step is adversarial at the end.',
    meaning: 'The attack threw a success away. That is a fault of the attack, not a strength of the defense.',
    passed: 'Successes lost on the way: {{count}} of {{n}} images.',
    raised: '{{defense}}: {{attack}} passed an adversarial image on {{count}} of {{n}} images and gave it up again.',
    severity: 'do-not-quote',
    when: 'sample',
    source: 'Pintor et al. 2022, arXiv:2106.09947, sec. 3',
  },
  'noise-stronger': {
    title: 'Random noise is no better',
    rule: 'Ten random perturbations per image, as large as the budget allows, fool no more images of the sample than the gradient attack.',
    meaning:
      'An attack that loses to blind chance does not follow the gradient. Look for masked gradients or a wrong step.',
    passed: 'Noise fools {{noise}}, the attack {{attacked}} of {{n}} images.',
    raised: '{{defense}}, ε = {{epsilon}}: random noise fools {{noise}} of {{n}} images, {{attack}} only {{attacked}}.',
    severity: 'do-not-quote',
    when: 'sample',
    source: 'Athalye et al. 2018, arXiv:1802.00420, sec. 3.1; Carlini et al. 2019, arXiv:1902.06705',
  },
  'black-box-stronger': {
    title: 'Black-box attacks are no better',
    rule: 'Attacks that cannot see inside the model fool at most 0.2% of the images that every gradient attack left standing.',
    meaning:
      'The white-box result is an over-estimate: its attack needs more restarts or another loss, or the gradient is masked. The worst case counts both kinds of attack.',
    passed: 'Fooled by a black-box attack alone: {{count}} of {{n}} images.',
    raised:
      '{{defense}}, ε = {{epsilon}}: {{count}} of {{n}} images fell only to a black-box attack, so the white-box result is an over-estimate by {{points}} points (images {{images}}).',
    severity: 'bound',
    when: 'end',
    source: 'Athalye et al. 2018, arXiv:1802.00420, sec. 3.1; Croce and Hein 2020, arXiv:2003.01690',
  },
  'transfer-stronger': {
    title: 'Knowing the defense helps the attack',
    rule: 'No attack does better without knowing the defense than with it, beyond chance.',
    meaning:
      'Images made on the bare model fool the defended one more often than those made for it: the gradient through the defense misleads. The adaptive number is an over-estimate.',
    passed: 'The adaptive attack is never worse; pairs compared: {{count}}.',
    raised:
      '{{defense}}, ε = {{epsilon}}: {{attack}} does better by {{points}} points without knowing the defense, so the adaptive result is an over-estimate.',
    severity: 'bound',
    when: 'end',
    source: 'Athalye et al. 2018, arXiv:1802.00420, sec. 3.1',
  },
  'not-monotone': {
    title: 'More budget never helps the defense',
    rule: 'Accuracy under one attack never rises with the budget, beyond chance.',
    meaning: 'The attack may do more and achieves less: it does not climb, or its step size does not suit the budget.',
    passed: 'No curve rises; {{count}} compared.',
    raised: '{{attack}}, {{defense}}: accuracy rises at ε = {{epsilon}} although the attacker may do more.',
    severity: 'do-not-quote',
    when: 'end',
    source: 'Athalye et al. 2018, arXiv:1802.00420, sec. 3.1',
  },
} as const satisfies Record<string, CheckCard>;
