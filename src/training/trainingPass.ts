import { batchNormOfBatch, type ChannelStatistics } from '../tensor/batchNorm.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import { sgdStep } from '../tensor/optimizerStep.ts';
import * as tf from '../tensor/tf.ts';

/** A network as it is while it learns: batch norm goes by the batch at hand. */
export interface TrainingPass {
  /** `[n, k]`; the statistics of all batch norms, mean and variance in turn, outlive `tf.tidy` and are the caller's. */
  run(x: Images): { readonly logits: Logits; readonly statistics: tf.Tensor[] };
  /** Moves the running statistics, which the network goes by otherwise, towards those of a batch; these are borrowed. */
  follow(statistics: readonly tf.Tensor[]): void;
}

/**
 * Walks the layers of a functional or sequential model of one input and one output.
 *
 * Not the training mode of TensorFlow.js, which changes the running statistics while it computes: here a team can bring
 * together what its members saw before anything changes.
 */
export function trainingPass(network: tf.layers.LayersModel): TrainingPass {
  const layers = network.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const norms = new Map(layers.filter(isBatchNorm).map((layer) => [layer, openNorm(layer)]));
  const running = [...norms.values()].flatMap(({ mean, variance }) => [mean, variance]);
  const rates = [...norms.values()].flatMap(({ rate }) => [rate, rate]);
  return {
    run(x) {
      const statistics: tf.Tensor[] = [];
      const values = new Map<number, tf.Tensor>([[network.inputs[0]!.id, x]]);
      for (const layer of layers) {
        const norm = norms.get(layer);
        const inputs = [layer.input].flat().map(({ id }) => values.get(id)!); // layers stand in the order of their use
        values.set(outputOf(layer).id, norm ? normalise(inputs[0]!, norm, statistics) : applyTo(layer, inputs));
      }
      return { logits: values.get(network.outputs[0]!.id) as Logits, statistics };
    },
    follow(statistics) {
      for (const [i, variable] of running.entries()) {
        const next = tf.tidy(() => sgdStep(variable, tf.sub(variable, statistics[i]!), rates[i]!));
        variable.assign(next);
        next.dispose();
      }
    },
  };
}

type Layer = tf.layers.layers.Layer;

interface Norm {
  readonly gamma: tf.Variable;
  readonly beta: tf.Variable;
  readonly mean: tf.Variable;
  readonly variance: tf.Variable;
  readonly epsilon: number;
  /** Weight of the newest batch in the running statistics. */
  readonly rate: number;
}

const isBatchNorm = (layer: Layer) => layer.getClassName() === 'BatchNormalization';

function openNorm(layer: Layer): Norm {
  const [gamma, beta, mean, variance] = layer.weights.map((weight) => weight.read() as tf.Variable); // declared as Tensor
  const { epsilon, momentum } = layer.getConfig() as { epsilon: number; momentum: number };
  return { gamma: gamma!, beta: beta!, mean: mean!, variance: variance!, epsilon, rate: 1 - momentum };
}

function normalise(x: tf.Tensor, norm: Norm, statistics: tf.Tensor[]): tf.Tensor {
  const [gamma, beta] = [norm.gamma, norm.beta] as unknown as [tf.Tensor1D, tf.Tensor1D]; // one value per channel
  const { y, mean, variance }: ChannelStatistics & { y: tf.Tensor } = batchNormOfBatch(x as tf.Tensor4D, {
    gamma,
    beta,
    epsilon: norm.epsilon,
  });
  statistics.push(mean, variance);
  return y;
}

const applyTo = (layer: Layer, inputs: tf.Tensor[]) =>
  layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as tf.Tensor;

const outputOf = (layer: Layer) => layer.output as tf.layers.SymbolicTensor; // one output each
