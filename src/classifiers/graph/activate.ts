import { unreachable } from '../../core/errors.ts';
import * as tf from '../../tensor/tf.ts';
import type { Activation } from './graph.ts';

/** The function of each number of `x`. Call inside `tf.tidy`. */
export function activate(activation: Activation, x: tf.Tensor): tf.Tensor {
  switch (activation.kind) {
    case 'relu':
      return tf.relu(x);
    case 'clip':
      return clip(x, activation.min, activation.max);
    case 'leakyRelu':
      return tf.leakyRelu(x, activation.slope);
    case 'elu':
      return elu(x, activation.alpha);
    case 'selu':
      return tf.selu(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'hardSigmoid':
      return tf.clipByValue(tf.add(tf.mul(x, activation.slope), activation.offset), 0, 1);
    case 'tanh':
      return tf.tanh(x);
    case 'softplus':
      return tf.softplus(x);
    case 'softsign':
      return tf.div(x, tf.add(tf.abs(x), 1));
    case 'swish':
      return tf.mul(x, tf.sigmoid(x));
    case 'mish':
      return tf.mul(x, tf.tanh(tf.softplus(x)));
    case 'hardSwish':
      return tf.mul(x, tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1));
    case 'gelu':
      return gelu(x, activation.approximate);
    case 'exp':
      return tf.exp(x);
    case 'log':
      return tf.log(x);
    case 'sqrt':
      return tf.sqrt(x);
    case 'abs':
      return tf.abs(x);
    case 'negate':
      return tf.neg(x);
    default:
      return unreachable(activation);
  }
}

/** `clipByValue` passes the gradient at its bounds, where relu does not; with 0 as the lower bound we do as relu. */
function clip(x: tf.Tensor, min: number, max: number): tf.Tensor {
  if (min === 0) return max === 6 ? tf.relu6(x) : tf.minimum(tf.relu(x), max);
  return tf.clipByValue(x, min, max);
}

function elu(x: tf.Tensor, alpha: number): tf.Tensor {
  if (alpha === 1) return tf.elu(x);
  return tf.add(tf.relu(x), tf.mul(tf.sub(tf.exp(tf.minimum(x, 0)), 1), alpha));
}

function gelu(x: tf.Tensor, approximate: boolean): tf.Tensor {
  const inner = approximate
    ? tf.tanh(tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI)))
    : tf.erf(tf.mul(x, Math.SQRT1_2));
  return tf.mul(tf.mul(x, 0.5), tf.add(inner, 1));
}
