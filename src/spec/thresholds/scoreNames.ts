/** What a threshold can be compared with. All lie in [0, 1]; larger is surer. Keys are permanent. */
export const scoreNames = ['max', 'margin', 'entropy', 'energy', 'detector', 'calibrated'] as const;
export type ScoreName = (typeof scoreNames)[number];

/** Whether the score is a place among clean images rather than something like a probability: thresholds then mean other things. */
export const isPlace = (name: ScoreName): boolean => name === 'energy' || name === 'detector';
