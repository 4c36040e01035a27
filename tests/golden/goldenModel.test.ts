import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLayersModel } from '../../src/classifiers/layersModel.ts';
import * as tf from '../../src/tensor/tf.ts';
import { goldenArray, goldenModel } from './goldenModel.ts';

describe('golden model', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('gives the logits PyTorch computed', async () => {
    const files: Record<string, Uint8Array> = { ...goldenModel() };
    const model = await openLayersModel('golden', 'model.json', async (path) => files[path]!);
    const logits = tf.tidy(() => model.logits(tf.tensor4d(goldenArray('images'), [32, 28, 28, 1])));
    const found = await logits.data();
    const wanted = goldenArray('logits');
    const largest = Math.max(...wanted.map(Math.abs));
    const error = Math.max(...wanted.map((value, i) => Math.abs(value - found[i]!)));
    expect(error / largest).toBeLessThan(1e-4);
    tf.dispose(logits);
    model.dispose();
  });
});
