import type { CheckCard } from './card.ts';

/** Checks of the device and the model, before any attack. */
export const machineCards = {
  canary: {
    title: 'Device computes gradients correctly',
    rule: 'Forward passes and gradients of a small net agree with stored values and with finite differences, and repeat to the bit.',
    meaning:
      'The device computes wrong gradients, so every attack on it is weak. The lab refuses such a device; take another backend.',
    passed: '{{passed}} of {{total}} self-tests passed.',
    raised: '{{failed}} of {{total}} self-tests of the device failed.',
    severity: 'do-not-quote',
    when: 'start',
    source: 'CleverHans canary; Papernot et al. 2018, arXiv:1610.00768',
  },
  'softmax-removed': {
    title: 'Model answers with logits',
    rule: 'The model file ends in logits, not in probabilities.',
    meaning:
      'Gradients through a softmax vanish where the model is sure. The lab takes the layer off and attacks the logits; the predicted classes stay the same.',
    passed: 'The model answers with logits.',
    raised: 'The model ended in a softmax. It was taken off, so that gradients do not vanish.',
    severity: 'info',
    when: 'start',
    source: 'Carlini and Wagner 2016, arXiv:1607.04311',
  },
  'answers-are-probabilities': {
    title: 'Scores are no probabilities',
    rule: 'The scores of the undefended model are not all between 0 and 1 with the sum 1, after the lab took off what it knows of.',
    meaning:
      'A softmax hides inside the model, and gradients through it vanish where the model is sure. Save the model without it.',
    passed: 'Scores that look like probabilities: {{count}} of {{n}} images.',
    raised:
      'The scores of all {{n}} images look like probabilities: a softmax inside the model weakens every gradient attack.',
    severity: 'do-not-quote',
    when: 'sample',
    source: 'Croce and Hein 2020, arXiv:2003.01690, checks of their program',
  },
  'mode-not-fixed': {
    title: 'Model is in evaluation mode',
    rule: 'Two forward passes of the undefended model give the same logits.',
    meaning:
      'Dropout or batch statistics are still at work. Success then depends on luck; save the model for inference.',
    passed: 'Two forward passes differ by {{difference}}.',
    raised: 'Two forward passes of the same images differ by {{difference}} of the largest logit: is dropout still on?',
    severity: 'do-not-quote',
    when: 'sample',
    source: 'Foolbox, issue 74',
  },
  'zero-gradient': {
    title: 'Gradients exist',
    rule: 'On at most 1% of the clean images the gradient of the loss is zero or not finite, behind every defense.',
    meaning:
      'Gradient attacks have nothing to follow there, so the numbers look too good. Look for saturated outputs or steps without a gradient, and use a black-box attack.',
    passed: 'No usable gradient on {{count}} of {{n}} images.',
    raised:
      '{{defense}}: no usable gradient on {{share}}% of {{n}} clean images. Gradient attacks cannot move there, so the numbers look too good.',
    severity: 'do-not-quote',
    when: 'images',
    source: 'Athalye et al. 2018, arXiv:1802.00420; Croce and Hein 2020, arXiv:2003.01690',
  },
  'random-forward': {
    title: 'Randomness is averaged out',
    rule: 'In 5 passes over the same images the logits differ by at most 0.0001, or the attack averages its gradient over several draws.',
    meaning:
      'The gradient of a single draw points astray. Set the draws per gradient (EOT) to more than 1, or to 0 for the usual 20.',
    passed: 'Five passes differ by at most {{difference}}; draws per gradient: {{draws}}.',
    raised:
      '{{defense}} answers at random (five passes differ by {{difference}}), yet the attack uses a single draw per gradient. Average over several (EOT).',
    severity: 'do-not-quote',
    when: 'sample',
    source: 'Athalye et al. 2018, arXiv:1802.00420, sec. 4.2; AutoAttack',
  },
} as const satisfies Record<string, CheckCard>;
