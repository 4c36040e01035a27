import { type Problem, type ProblemCode, problem } from '../../core/problems.ts';

type MissingCode = Extract<ProblemCode, 'op' | `op-${string}`>;

/** Why an operation is usually there, which tells what to do about it. */
const kinds: Readonly<Record<Exclude<MissingCode, 'op'>, readonly string[]>> = {
  'op-quantised': [
    ...['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear'],
    ...['QLinearConv', 'QLinearMatMul', 'ConvInteger', 'MatMulInteger'],
  ],
  'op-resize': ['Resize', 'Upsample'],
  'op-branch': ['If', 'Loop', 'Scan', 'NonZero', 'Where'],
  'op-scores': ['ArgMax', 'ArgMin', 'TopK', 'Hardmax', 'OneHot'],
  'op-other-task': [
    ...['NonMaxSuppression', 'RoiAlign', 'ConvTranspose', 'LSTM', 'GRU', 'RNN'],
    ...['LayerNormalization', 'Einsum', 'Attention', 'InstanceNormalization'],
  ],
};
const mostNames = 5;

/** An operation the lab does not have, where it stands, and what to do about it. */
export function missingOp(where: string, op: string, names: readonly string[]): Problem {
  const codes = Object.keys(kinds) as (keyof typeof kinds)[];
  const code = codes.find((one) => kinds[one].includes(op)) ?? 'op';
  const more = names.length > mostNames ? ', …' : '';
  return problem(where, code, { op, nodes: names.slice(0, mostNames).join(', ') + more });
}
