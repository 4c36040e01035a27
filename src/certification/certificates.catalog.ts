import type { CertificateCard } from './card.ts';

/** Order here is the order in menus. Keys are permanent: they appear in permalinks. */
export const certificateCards = {
  smoothing: {
    title: 'Randomised smoothing',
    summary: 'Answers with the vote of many noisy copies of an image; the lead of the winner certifies a radius.',
    strengths:
      'Works for any model of any size, as it only asks for answers; the certificate holds against every attack in L2, also those that are not known yet.',
    weaknesses:
      'Certifies the voting model and not the model itself, up to a small chance of error, and small radii only: a model that was not trained under the noise loses most of its accuracy. Where the vote is close it abstains.',
    costs: 'Each answer takes as many answers of the model as there are votes: hundreds to thousands.',
    paper: { authors: 'Cohen et al.', year: 2019, arxiv: '1902.02918' },
    norm: 'l2',
  },
  interval: {
    title: 'Interval bounds',
    summary: 'Carries the least and the greatest value of every neuron through the network.',
    strengths:
      'Proves the answer of the model itself, without chance, at the price of two ordinary answers; a model can be trained for it.',
    weaknesses:
      'Forgets how neurons depend on one another, so that the bounds of an ordinary network become useless after a few layers; a model trained for it loses clean accuracy.',
    costs: 'About two answers of the model for each image and budget; nothing at inference.',
    paper: { authors: 'Gowal et al.', year: 2018, arxiv: '1810.12715' },
    norm: 'linf',
  },
  linear: {
    title: 'Linear bounds (CROWN)',
    summary: 'Puts a line above and below every unit and follows the lines back to the image.',
    strengths:
      'Proves the answer of the model itself, without chance, and far more of it than intervals where the network was not trained for a certificate.',
    weaknesses:
      'What is not proved may still be true: the lines lose accuracy with depth and budget. Max pooling and other functions are taken as intervals.',
    costs: 'One pass back for every neuron that may go either way: tens to thousands for each image and budget.',
    paper: { authors: 'Zhang et al.', year: 2018, arxiv: '1811.00866' },
    norm: 'linf',
  },
} as const satisfies Record<string, CertificateCard>;

export type CertificateId = keyof typeof certificateCards;
export const certificateIds = Object.keys(certificateCards) as CertificateId[];
