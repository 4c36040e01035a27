import type { LayerFacts } from '../graph/layerNodes.ts';
import type { KerasLayer } from './config.ts';

const same = ({ inputs }: LayerFacts): string => inputs[0]!;

/** Layers that Keras has and TensorFlow.js lacks. Augmentation does nothing when a model is used. */
export const kerasLayers: Readonly<Record<string, (layer: LayerFacts) => string>> = {
  RandomFlip: same,
  RandomRotation: same,
  RandomZoom: same,
  RandomTranslation: same,
  RandomContrast: same,
  RandomBrightness: same,
  ActivityRegularization: same,
  Normalization: normalization,
  Subtract: ({ builder, name, inputs }) => builder.add(name, inputs, { op: 'combine', function: 'subtract' }),
  ReLU: rectifier,
  LeakyReLU: ({ builder, name, inputs, config }) => {
    const slope = Number(config.negativeSlope ?? config.alpha ?? 0.3);
    return builder.add(name, inputs, { op: 'activate', function: { kind: 'leakyRelu', slope } });
  },
};

/** Up to `max_value`, or with a slope below 0; both at once, or a threshold above 0, the graph has no operation for. */
function rectifier({ builder, name, inputs, config, fail }: LayerFacts): string {
  const [max, slope, threshold] = [
    config.maxValue ?? null,
    Number(config.negativeSlope ?? 0),
    Number(config.threshold ?? 0),
  ];
  if (threshold !== 0) return fail('threshold 0', String(threshold));
  if (slope !== 0 && max !== null) return fail('max_value or negative_slope, not both', `${max} and ${slope}`);
  const clipped = max === null ? ({ kind: 'relu' } as const) : ({ kind: 'clip', min: 0, max: Number(max) } as const);
  return builder.add(name, inputs, {
    op: 'activate',
    function: slope === 0 ? clipped : { kind: 'leakyRelu', slope },
  });
}

/** `(x − mean) / max(√variance, 1e-7)`, as batch normalisation with statistics that stay. */
function normalization({ builder, name, inputs, weights }: LayerFacts): string {
  const [mean, variance] = [weights.get('moving_mean')!, weights.get('moving_variance')!];
  return builder.add(name, inputs, { op: 'batchNorm', mean, variance, epsilon: 1e-14 });
}

/** Names of the weights of a layer in the order Keras saves them. */
export function weightParts({ className, config }: KerasLayer): readonly string[] {
  const bias = config.useBias === false ? [] : ['bias'];
  switch (className) {
    case 'Conv2D':
    case 'Dense':
      return ['kernel', ...bias];
    case 'DepthwiseConv2D':
      return ['depthwise_kernel', ...bias];
    case 'SeparableConv2D':
      return ['depthwise_kernel', 'pointwise_kernel', ...bias];
    case 'BatchNormalization': {
      const [scale, center] = [config.scale === false ? [] : ['gamma'], config.center === false ? [] : ['beta']];
      return [...scale, ...center, 'moving_mean', 'moving_variance'];
    }
    case 'Normalization':
      return ['moving_mean', 'moving_variance'];
    case 'PReLU':
      return ['alpha'];
    default:
      return [];
  }
}
