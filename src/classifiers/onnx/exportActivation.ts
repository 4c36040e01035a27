import { unreachable } from '../../core/errors.ts';
import type { Activation } from '../graph/graph.ts';
import type { OnnxWriter } from './onnxWriter.ts';

const plain = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  selu: 'Selu',
  softplus: 'Softplus',
  softsign: 'Softsign',
  hardSwish: 'HardSwish',
  mish: 'Mish',
  exp: 'Exp',
  log: 'Log',
  sqrt: 'Sqrt',
  abs: 'Abs',
  negate: 'Neg',
} as const;

/** Writes the node that applies a function to each number of `x`. */
export function writeActivation(writer: OnnxWriter, activation: Activation, x: string, id: string): string {
  const { kind } = activation;
  switch (kind) {
    case 'clip': {
      const bound = (name: string, value: number) =>
        Number.isFinite(value) ? writer.floats(`${id}/${name}`, [], Float32Array.of(value)) : '';
      return writer.node('Clip', [x, bound('min', activation.min), bound('max', activation.max)], id);
    }
    case 'leakyRelu':
      return writer.node('LeakyRelu', [x], id, { alpha: { float: activation.slope } });
    case 'elu':
      return writer.node('Elu', [x], id, { alpha: { float: activation.alpha } });
    case 'hardSigmoid': {
      const factors = { alpha: { float: activation.slope }, beta: { float: activation.offset } };
      return writer.node('HardSigmoid', [x], id, factors);
    }
    case 'gelu':
      return writer.node('Gelu', [x], id, { approximate: activation.approximate ? 'tanh' : 'none' });
    case 'swish':
      return writer.node('Mul', [x, writer.node('Sigmoid', [x], `${id}/sigmoid`)], id);
    case 'relu':
    case 'sigmoid':
    case 'tanh':
    case 'selu':
    case 'softplus':
    case 'softsign':
    case 'hardSwish':
    case 'mish':
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'abs':
    case 'negate':
      return writer.node(plain[kind], [x], id);
    default:
      return unreachable(kind);
  }
}
