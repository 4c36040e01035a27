import { integer, number, type ParamSchema } from '../core/params.ts';

/** Settings of randomised smoothing. Keys are permanent: they appear in permalinks. */
export const certifyParams = {
  sigma: number({
    label: 'Noise σ',
    help: 'Standard deviation of the noise that is voted under; best the one the model was trained with.',
    default: 0.5,
    min: 0.01,
    max: 1,
  }),
  n: integer({
    label: 'Votes n',
    help: 'Noisy copies of each image whose votes certify it; more reach further.',
    default: 1000,
    min: 1,
    max: 100_000,
    scale: 'log',
  }),
  n0: integer({
    label: 'First votes n₀',
    help: 'Votes that choose the class to certify, and that answer for attacked images.',
    default: 100,
    min: 1,
    max: 10_000,
    scale: 'log',
  }),
  alpha: number({
    label: 'Error α',
    help: 'Chance that the certificate of an image is wrong, at most.',
    default: 0.001,
    min: 0.000001,
    max: 0.5,
    scale: 'log',
  }),
} as const satisfies ParamSchema;
