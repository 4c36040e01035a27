import type { Activation } from './graph.ts';
import type { LayerFacts } from './layerNodes.ts';

/** What TensorFlow.js calls them, spelled as its configurations have them. */
export const tfjsActivations: Readonly<Record<string, Activation>> = {
  relu: { kind: 'relu' },
  relu6: { kind: 'clip', min: 0, max: 6 },
  elu: { kind: 'elu', alpha: 1 },
  selu: { kind: 'selu' },
  sigmoid: { kind: 'sigmoid' },
  hardSigmoid: { kind: 'hardSigmoid', slope: 0.2, offset: 0.5 },
  softplus: { kind: 'softplus' },
  softsign: { kind: 'softsign' },
  tanh: { kind: 'tanh' },
  swish: { kind: 'swish' },
  mish: { kind: 'mish' },
  gelu: { kind: 'gelu', approximate: false },
  gelu_new: { kind: 'gelu', approximate: true },
};

/** Adds the activation a layer ends with, if it has one, and gives the id of the result. */
export function addActivation(layer: LayerFacts, input: string): string {
  const { builder, config, fail, name, activations = tfjsActivations } = layer;
  const activation = String(config.activation ?? 'linear');
  if (activation === 'linear') return input;
  const id = `${name}/${activation}`;
  if (activation === 'softmax') return builder.add(id, [input], { op: 'softmax' });
  const known = Object.hasOwn(activations, activation) ? activations[activation] : undefined;
  if (!known) return fail(`an activation out of ${Object.keys(activations).join(', ')}`, activation);
  return builder.add(id, [input], { op: 'activate', function: known });
}
