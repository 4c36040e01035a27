import type { ModelCard } from '../../classifiers/card.ts';

/** What repeats the training of a model of the lab on the command line. */
export const trainCommand = ({ training }: ModelCard): string => `epsilon train ${training.recipe}`;
