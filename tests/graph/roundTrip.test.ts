import { beforeAll, describe, expect, it } from 'vitest';
import { modelIds } from '../../src/classifiers/catalog.ts';
import { openModelFile } from '../../src/classifiers/openModelFile.ts';
import { convertModel } from '../../src/engine/convertModel.ts';
import type { Env } from '../../src/engine/env.ts';
import { openClassifier } from '../../src/engine/subject.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import { randomImages, relativeError, valuesOf } from './compare.ts';

let env: Env;
beforeAll(async () => {
  ({ env } = await openNodeEnv({}));
});

describe.each(modelIds)('%s', (model) => {
  it.each(['tfjs', 'onnx'] as const)('written as %s and read again gives the same logits', async (format) => {
    const own = await openClassifier({ model }, env);
    const bytes = await convertModel(model, format, env);
    const { classifier: back } = await openModelFile('back', 'back', async () => bytes);
    const x = randomImages(2, [...own.shape]);
    const [wanted, found] = [await valuesOf((v) => own.logits(v), x), await valuesOf((v) => back.logits(v), x)];
    expect(relativeError(found, wanted)).toBeLessThan(format === 'tfjs' ? 1e-6 : 1e-4);
    x.dispose();
    own.dispose();
    back.dispose();
  });
});
