import type { Network } from '../classifiers/graph/network.ts';
import { boundMethods } from '../spec/certifySpec.ts';
import { partsOf } from '../spec/certifyWork.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { type BoundMethod, boundsOf, proves } from './bounds.ts';
import type { Work } from './work.ts';

/**
 * Tells for each method and budget which images of the batch are proved. What is answered wrongly is not tried, nor is what
 * could not be proved within less; and what intervals prove, linear bounds prove as well, being nowhere looser.
 */
export async function proveBatch(work: Work, network: Network, predictions: Int32Array): Promise<void> {
  const { spec, batch, host, pacer } = work;
  const methods = boundMethods(spec.methods) as readonly BoundMethod[];
  const tried = new Map(
    methods.map((method) => [method, predictions.map((answer, i) => Number(answer === batch.classes[i]))]),
  );
  for (const epsilon of spec.bare.epsilons) {
    const proved = new Map(methods.map((method) => [method, new Uint8Array(batch.n)]));
    for (let i = 0; i < batch.n; i++) {
      const x = tf.slice(batch.x, i, 1);
      try {
        for (const method of methods) {
          const known = method === 'linear' && proved.get('interval')?.[i] === 1;
          if (!known && tried.get(method)![i] === 0) continue;
          const found = known || (await isProved(work, network, x, { method, epsilon, label: batch.classes[i]! }));
          proved.get(method)![i] = Number(found);
        }
      } finally {
        x.dispose();
      }
      await pacer.complete(partsOf(spec).bounds);
    }
    for (const [method, found] of proved) {
      tried.set(method, Int32Array.from(found));
      const piece = { kind: 'proved', method, epsilon, from: batch.positions[0]!, proved: found } as const;
      host.emit({ kind: 'certify', piece });
    }
  }
}

interface Claim {
  readonly method: BoundMethod;
  readonly epsilon: number;
  readonly label: number;
}

async function isProved({ pacer }: Work, network: Network, x: Images, { label, ...question }: Claim): Promise<boolean> {
  const bounds = await boundsOf(network, x, question, () => pacer.tick(0));
  try {
    return proves(await bounds.leastLeads(label), label);
  } finally {
    bounds.dispose();
  }
}
