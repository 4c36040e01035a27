import type { Activation } from '../graph/graph.ts';

const shared = {
  relu: { kind: 'relu' },
  relu6: { kind: 'clip', min: 0, max: 6 },
  leaky_relu: { kind: 'leakyRelu', slope: 0.2 },
  elu: { kind: 'elu', alpha: 1 },
  selu: { kind: 'selu' },
  sigmoid: { kind: 'sigmoid' },
  softplus: { kind: 'softplus' },
  softsign: { kind: 'softsign' },
  tanh: { kind: 'tanh' },
  silu: { kind: 'swish' },
  swish: { kind: 'swish' },
  mish: { kind: 'mish' },
  gelu: { kind: 'gelu', approximate: false },
} as const satisfies Readonly<Record<string, Activation>>;

/**
 * Functions by the names Keras gives them. `hard_sigmoid` was 0.2 x + 0.5 up to version 2 and is x / 6 + 0.5 since version 3;
 * a file that does not say its version gets neither, and the layer is refused by name.
 */
export function kerasActivations(major: number | undefined): Readonly<Record<string, Activation>> {
  if (major === undefined) return shared;
  return { ...shared, hard_sigmoid: { kind: 'hardSigmoid', slope: major >= 3 ? 1 / 6 : 0.2, offset: 0.5 } };
}

/** `3` of `3.4.1`. */
export function majorVersion(text: unknown): number | undefined {
  const [, major] = /^(\d+)\./.exec(String(text)) ?? [];
  return major === undefined ? undefined : Number(major);
}
