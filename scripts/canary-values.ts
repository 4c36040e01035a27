// Prints the stored values of the canary, computed on the plain CPU backend. Run with: npx tsx scripts/canary-values.ts
import '@tensorflow/tfjs-backend-cpu';
import { writeFileSync } from 'node:fs';
import { canary, measure } from '../src/engine/canary.ts';
import * as tf from '../src/tensor/tf.ts';

await tf.setBackend('cpu');
const { logits, gradient } = await measure();
const list = (values: Float32Array) => `[${Array.from(values, (v) => Number(v.toPrecision(7))).join(', ')}]`;
writeFileSync(
  new URL('../src/engine/canaryValues.ts', import.meta.url),
  `// Written by scripts/canary-values.ts from the plain CPU backend; see canary.ts.

/** \`[2, 3]\` */
export const canaryLogits: readonly number[] = ${list(logits)};

/** \`[2, 8, 8, 2]\` */
// biome-ignore format: one number per line would be 256 lines
export const canaryGradient: readonly number[] = ${list(gradient)};
`,
);
console.table(await canary());
