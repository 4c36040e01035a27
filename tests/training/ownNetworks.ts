import { graphBuilder } from '../../src/classifiers/graph/builder.ts';
import { graphOfLayers } from '../../src/classifiers/graph/fromLayers.ts';
import type { Graph } from '../../src/classifiers/graph/graph.ts';
import { withPreprocessing } from '../../src/classifiers/preprocessing.ts';
import { usualPreprocessing } from '../../src/core/preprocessing.ts';
import * as tf from '../../src/tensor/tf.ts';
import { seeded } from '../graph/layerModels.ts';

const l = tf.layers.layers;

/** As somebody might bring one for `stripes`: pixels in [−1, 1], batch norm, a branch that nothing pins down. */
export async function stripesNetwork({ norm = true }: { readonly norm?: boolean } = {}): Promise<Graph> {
  const first = { inputShape: [6, 6, 1] };
  const model = tf.layers.sequential({
    layers: [
      l.conv2d({ ...first, filters: 4, kernelSize: 3, padding: 'same', name: 'conv' }),
      ...(norm ? [l.batchNormalization({ name: 'norm' })] : []),
      l.reLU({ name: 'relu' }),
      l.maxPooling2d({ poolSize: 2, name: 'pool' }),
      l.flatten({ name: 'flat' }),
      l.dense({ units: 2, name: 'scores' }),
    ],
  });
  const graph = await graphOfLayers('stripes', seeded(model));
  model.dispose();
  return withPreprocessing(graph, usualPreprocessing['[-1, 1]']!);
}

/** One dense layer between a function that falls somewhere, which no interval bound passes. */
export function swishNetwork(): Graph {
  const builder = graphBuilder('swish', [6, 6, 1]);
  const values = Float32Array.from({ length: 72 }, (_, i) => Math.sin(i));
  const kernel = builder.weight('kernel', { shape: [36, 2], values, trainable: true });
  const flat = builder.add('flat', ['input'], { op: 'reshape', shape: [36] });
  const smooth = builder.add('smooth', [flat], { op: 'activate', function: { kind: 'swish' } });
  return builder.finish(builder.add('scores', [smooth], { op: 'dense', kernel }));
}
