import { makeRng } from '../core/rng.ts';
import type { DefenseChain } from '../defenses/catalog.ts';
import { applyChain } from '../defenses/index.ts';
import { attackerGain } from '../tensor/losses.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Detector } from './detector.ts';

/**
 * Feature squeezing (Xu et al. 2018, arXiv:1704.01155, sec. IV): max over squeezers of ‖p(x) − p(squeeze(x))‖₁, between 0
 * and 2. The gradient passes each squeezer as its card declares.
 *
 * Where the model is sure, the softmax is flat and so is the score. An adaptive attack asks every squeezed image for the
 * same wrong class instead, by its logits (He et al. 2017, arXiv:1706.04701, sec. 4; Tramèr et al. 2020, arXiv:2002.08347).
 */
export const squeezing: Detector<'squeezing'> = (x, model, { depth, window, means }) => {
  const squeezers: DefenseChain[] = [
    [{ id: 'bits', params: { depth } }],
    [{ id: 'median', params: { size: window } }],
    ...(means ? [[{ id: 'nlm', params: { search: 5, patch: 1, strength: 4 } }] as DefenseChain] : []),
  ];
  const p = tf.softmax(model.logits(x));
  const squeezed = squeezers.map((chain) => model.logits(applyChain(chain, x, noDraws) as Images));
  const most = (values: readonly tf.Tensor1D[]) => values.reduce((a, b) => tf.maximum(a, b));
  return {
    score: most(squeezed.map((z) => tf.sum(tf.abs(tf.sub(p, tf.softmax(z))), 1))),
    unlike: (targets) =>
      most(squeezed.map((z) => tf.neg(attackerGain('margin', { kind: 'targeted', labels: targets, targets }, z)))),
  };
};

const noDraws = (i: number) => makeRng(i); // squeezers draw nothing
