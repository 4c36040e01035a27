import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Each layer may import itself and the layers listed; `catalogs` stands for cards and catalogs, plain data of any plugin. */
const layers: Record<string, readonly string[]> = {
  'src/core': [],
  'src/kernels': ['src/core'],
  'src/tensor': ['src/core', 'src/kernels'],
  'src/attacks': ['src/core', 'src/tensor'],
  'src/defenses': ['src/core', 'src/tensor'],
  'src/detectors': ['src/core', 'src/tensor', 'src/defenses'],
  'src/classifiers': ['src/core', 'src/tensor'],
  'src/datasets': ['src/core'],
  'src/training': [
    'src/core',
    'src/tensor',
    'src/attacks',
    'src/classifiers',
    'src/datasets',
    'src/engine',
    'src/certification',
  ],
  'src/spec': ['src/core', 'catalogs'],
  'src/engine': [
    'src/core',
    'src/tensor',
    'src/attacks',
    'src/defenses',
    'src/detectors',
    'src/classifiers',
    'src/datasets',
    'src/spec',
  ],
  'src/extraction': [
    'src/core',
    'src/tensor',
    'src/attacks',
    'src/classifiers',
    'src/datasets',
    'src/training',
    'src/spec',
    'src/engine',
    'catalogs',
  ],
  'src/certification': [
    'src/core',
    'src/tensor',
    'src/attacks',
    'src/defenses',
    'src/classifiers',
    'src/datasets',
    'src/spec',
    'src/engine',
  ],
  'src/platform': ['src/core', 'src/kernels', 'src/tensor', 'src/datasets', 'src/engine', 'src/spec'],
  workers: [
    'src/core',
    'src/spec',
    'src/engine',
    'src/platform',
    'src/training',
    'src/extraction',
    'src/certification',
  ],
  'src/store': ['src/core', 'src/spec', 'workers', 'catalogs'],
  'src/i18n': ['src/core', 'src/spec', 'src/store', 'catalogs'],
  'src/ui/sheet': ['src/core', 'src/spec', 'src/i18n', 'src/ui', 'catalogs'], // drawn in Node too
  'src/ui': ['src/core', 'src/spec', 'src/i18n', 'src/store', 'src/ui/sheet', 'workers', 'catalogs'],
  'src/cli': [
    'src/core',
    'src/tensor',
    'src/classifiers',
    'src/datasets',
    'src/training',
    'src/spec',
    'src/engine',
    'src/platform',
    'src/i18n',
    'src/ui/sheet',
    'workers',
    'catalogs',
  ],
};
const isCatalog = (file: string) => /^src\/\w+\/([\w-]+\.)?(card|catalog)\.ts$/.test(file);
const layerOf = (file: string) => Object.keys(layers).find((layer) => file.startsWith(`${layer}/`));

/** Without comments, so that an example in a docstring is not taken for code. */
const source = (file: string) =>
  readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');

const filesOf = (layer: string) =>
  (readdirSync(layer, { recursive: true }) as string[])
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('assembly'))
    .map((name) => join(layer, name));

const everyFile = Object.keys(layers).flatMap(filesOf);

/** Targets of static and dynamic imports; with `values`, without those that vanish when types are erased. */
function importsOf(file: string, { values = false } = {}): string[] {
  const text = source(file);
  const statics = [...text.matchAll(/^(?:import|export)\b(?<clause>[^'";(]*?)['"](?<target>[^'"]+)['"]/gm)];
  const kept = statics.filter(({ groups }) => !values || !/^\s+type\b/.test(groups!.clause!));
  const dynamics = [...text.matchAll(/\bimport\(\s*(?:\/\*.*?\*\/\s*)?['"](?<target>[^'"]+)['"]/g)];
  return [...kept, ...dynamics].map(({ groups }) => groups!.target!);
}

const resolve = (file: string, target: string) => normalize(join(dirname(file), target)).replace(/\?.*$/, '');

describe('architecture', () => {
  it('lets imports point only leftward', () => {
    const bad = everyFile.flatMap((file) => {
      const layer = layerOf(file)!;
      return importsOf(file)
        .filter((target) => target.startsWith('.'))
        .map((target) => resolve(file, target))
        .filter((target) => {
          const to = layerOf(target);
          if (to === undefined) return !/^(models\/|recipes\/|package\.json)/.test(target); // plain data at the top level
          return (
            to !== layer && !layers[layer]!.includes(to) && !(layers[layer]!.includes('catalogs') && isCatalog(target))
          );
        })
        .map((target) => `${file} → ${target}`);
    });
    expect(bad).toEqual([]);
  });

  it('keeps TensorFlow.js behind tensor/tf.ts, the kernels and the modules that open a backend', () => {
    const allowed = (file: string) => /^src\/tensor\/tf(Converter)?\.ts$/.test(file) || file.startsWith('src/kernels/');
    const bad = everyFile.flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith('@tensorflow/') && !allowed(file))
        .filter((target) => !(file.startsWith('src/platform/') && target.includes('tfjs-backend-')))
        .map((target) => `${file} → ${target}`),
    );
    expect(bad).toEqual([]);
  });

  it('keeps files, network and bundler inside platform', () => {
    const forbidden = /\bfetch\(|\bcaches\.|import\.meta\.glob|navigator\.storage|from 'node:fs/;
    const hosts = (file: string) => file.startsWith('src/platform/') || file.startsWith('src/cli/');
    expect(everyFile.filter((file) => !hosts(file) && forbidden.test(source(file)))).toEqual([]);
  });

  it('has no clock and no unseeded randomness in the numerics', () => {
    const numerics = [
      'core',
      'tensor',
      'attacks',
      'defenses',
      'detectors',
      'datasets',
      'classifiers',
      'spec',
      'extraction',
      'certification',
    ].flatMap((name) => filesOf(`src/${name}`));
    expect(
      numerics.filter((file) => /Math\.random|Date\.now|new Date\(\)|performance\.now/.test(source(file))),
    ).toEqual([]);
  });

  it('never reads tensors synchronously', () => {
    expect(everyFile.filter((file) => /\.(data|array|buffer)Sync\(/.test(source(file)))).toEqual([]);
  });

  it('never lets the page reach TensorFlow.js', () => {
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file) || !/\.tsx?$/.test(file)) return;
      seen.add(file);
      for (const target of importsOf(file, { values: true })) {
        expect(target, file).not.toMatch(/^@tensorflow/);
        if (target.startsWith('.')) visit(resolve(file, target));
      }
    };
    visit('src/main.tsx');
    expect([...seen]).not.toContain('src/tensor/tf.ts');
    expect(seen.size).toBeGreaterThan(30);
  });
});
