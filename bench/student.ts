import type { Victim } from '../src/attacks/attack.ts';
import { makeRng } from '../src/core/rng.ts';
import { attackerGain, type Objective } from '../src/tensor/losses.ts';
import type { Images, Labels, Logits } from '../src/tensor/norms.ts';
import * as tf from '../src/tensor/tf.ts';
import { makeAdam } from '../src/training/adam.ts';
import { trainingPass } from '../src/training/trainingPass.ts';
import { buildBenchNetwork } from './networks.ts';
import type { NetworkName } from './tasks.ts';

/** Who is attacked, on which images, to what end. */
export interface Attacked {
  readonly victim: Victim;
  readonly x: Images;
  readonly objective: Objective;
}

/** A network with random weights and one batch of random images, to be asked and taught. */
export interface Student {
  readonly batch: number;
  /** `[n, k]`, owned by the caller; call inside `tf.tidy`. */
  logits(): Logits;
  /** Of the summed cross-entropy with respect to the images; owned by the caller. */
  inputGradient(): Images;
  /** One update of all weights by Adam; gives the loss before it, owned by the caller. */
  teach(): tf.Scalar;
  readonly attacked: Attacked;
}

const learningRate = 1e-6; // so small that the network stays what it was, however often it is taught

export function openStudent(name: NetworkName, engineBatch: number, wanted: number | undefined): Student {
  const { model, batch: own = engineBatch } = buildBenchNetwork(name);
  const batch = wanted ?? own;
  const x = imagesFor(model, batch);
  const labels: Labels = tf.tensor1d(
    Array.from({ length: batch }, (_, i) => i % 10),
    'int32',
  );
  const objective: Objective = { kind: 'untargeted', labels };
  const gain = (logits: Logits) => attackerGain('ce', objective, logits);
  const pass = trainingPass(model);
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable); // declared as Tensor
  const victim: Victim = {
    classes: 10,
    draws: 1,
    logits: (v) => tf.tidy(() => model.apply(v) as Logits),
    rows: () => victim, // the network answers every row alike
  };
  const adam = makeAdam(variables);
  let updates = 0;
  return {
    batch,
    attacked: { victim, x, objective },
    logits: () => model.apply(x) as Logits,
    inputGradient: () => tf.grad((v) => tf.sum(gain(model.apply(v) as Logits)))(x) as Images,
    teach() {
      const seen: tf.Tensor[] = [];
      const loss = () => {
        const { logits, statistics } = pass.run(x);
        seen.push(...statistics);
        return tf.mean(gain(logits)) as tf.Scalar;
      };
      const { value, grads } = tf.variableGrads(loss, variables);
      pass.follow(seen);
      const gradients = variables.map((variable) => grads[variable.name]!);
      adam.update(gradients, learningRate, ++updates);
      tf.dispose([gradients, seen]);
      return value;
    },
  };
}

function imagesFor(model: tf.layers.LayersModel, batch: number): Images {
  const shape = [batch, ...model.inputs[0]!.shape.slice(1)] as Images['shape']; // all networks here take images of one size
  const rng = makeRng('images');
  const pixels = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => rng.uniform());
  return tf.tensor(pixels, shape) as Images;
}
