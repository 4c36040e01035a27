import { makeRng } from '../core/rng.ts';
import type { DefenseChain } from '../defenses/catalog.ts';
import { applyChain } from '../defenses/index.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Detector } from './detector.ts';

/**
 * Feature squeezing (Xu et al. 2018, arXiv:1704.01155, sec. IV): max over squeezers of ‖p(x) − p(squeeze(x))‖₁, between 0
 * and 2. The gradient passes each squeezer as its card declares.
 */
export const squeezing: Detector<'squeezing'> = (x, model, { depth, window, means }) => {
  const squeezers: DefenseChain[] = [
    [{ id: 'bits', params: { depth } }],
    [{ id: 'median', params: { size: window } }],
    ...(means ? [[{ id: 'nlm', params: { search: 5, patch: 1, strength: 4 } }] as DefenseChain] : []),
  ];
  const p = tf.softmax(model.logits(x));
  const apart = (chain: DefenseChain): tf.Tensor1D => {
    const q = tf.softmax(model.logits(applyChain(chain, x, noDraws) as Images));
    return tf.sum(tf.abs(tf.sub(p, q)), 1);
  };
  return squeezers.map(apart).reduce((a, b) => tf.maximum(a, b));
};

const noDraws = (i: number) => makeRng(i); // squeezers draw nothing
