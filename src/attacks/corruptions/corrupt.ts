import type { CorruptionKind } from '../corruptions.card.ts';
import { defocusBlur, glassBlur, motionBlur, zoomBlur } from './blur.ts';
import type { Corruption } from './corruption.ts';
import { contrast, elastic, pixelate } from './digital.ts';
import { jpeg } from './jpeg.ts';
import { gaussianNoise, impulseNoise, shotNoise } from './noise.ts';
import { brightness, fog, frost, snow } from './weather.ts';

/** Every kind of corruption. A kind without arithmetic is a compile error. */
export const corrupt: { readonly [Kind in CorruptionKind]: Corruption } = {
  'gaussian-noise': gaussianNoise,
  'shot-noise': shotNoise,
  'impulse-noise': impulseNoise,
  'defocus-blur': defocusBlur,
  'glass-blur': glassBlur,
  'motion-blur': motionBlur,
  'zoom-blur': zoomBlur,
  snow,
  frost,
  fog,
  brightness,
  contrast,
  elastic,
  pixelate,
  jpeg,
};
