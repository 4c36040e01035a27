import { realpathSync } from 'node:fs';
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(import.meta.url);
const root = dirname(dirname(script));
const sourceFolder = join(root, 'src/kernels/wasm/assembly');
const outputFolder = join(root, 'src/kernels/wasm/dist');

/** Features of each variant of the kernel module; the variant names the file. */
const variants = {
  simd: ['simd'],
  relaxed: ['simd', 'relaxed-simd'],
};

/**
 * Compiles the AssemblyScript kernels to `src/kernels/wasm/dist/kernels-{simd,relaxed}.wasm`.
 * Does nothing when both files are newer than all sources.
 *
 * @returns {Promise<boolean>} whether anything was compiled
 * @throws {Error} with the messages of the compiler
 */
export async function buildKernels() {
  if (await isUpToDate()) return false;
  await mkdir(outputFolder, { recursive: true });
  // loaded only here, since it takes longer than the check above
  const { main } = await import('assemblyscript/asc');
  for (const [variant, features] of Object.entries(variants)) await compile(main, outputOf(variant), features);
  return true;
}

const outputOf = (variant) => join(outputFolder, `kernels-${variant}.wasm`);

async function isUpToDate() {
  const sources = (await readdir(sourceFolder)).filter((name) => name.endsWith('.ts'));
  const inputs = [script, ...sources.map((name) => join(sourceFolder, name))];
  const newestInput = Math.max(...(await Promise.all(inputs.map(modifiedMs))));
  const oldestOutput = Math.min(...(await Promise.all(Object.keys(variants).map(outputOf).map(modifiedMs))));
  return oldestOutput > newestInput;
}

const modifiedMs = (path) =>
  stat(path).then(
    (entry) => entry.mtimeMs,
    () => 0,
  );

async function compile(asc, output, features) {
  const messages = [];
  const files = [];
  const { error } = await asc(
    [
      posix(join(sourceFolder, 'index.ts')),
      ...['--baseDir', root, '--outFile', posix(output), '-O3', '--noAssert'],
      // no runtime and no memory of its own: the module works in the memory of the host backend
      ...['--runtime', 'stub', '--importMemory', '--noExportMemory', '--initialMemory', '1', '--use', 'abort='],
      ...features.flatMap((feature) => ['--enable', feature]),
    ],
    {
      stdout: { write: (text) => messages.push(text) },
      stderr: { write: (text) => messages.push(text) },
      writeFile: (_name, contents) => void files.push(contents),
    },
  );
  if (error || files.length !== 1) {
    throw new Error(`build-kernels: ${posix(output)} could not be compiled.\n${messages.join('')}`, { cause: error });
  }
  // renamed into place, so that a concurrent reader never sees half a file
  const partial = `${output}.${process.pid}`;
  await writeFile(partial, files[0]);
  await rename(partial, output);
}

/** The compiler takes paths below its base directory, with slashes on every system. */
const posix = (path) => relative(root, path).split(sep).join('/');

if (process.argv[1] && realpathSync(process.argv[1]) === script) {
  const built = await buildKernels();
  console.log(built ? 'kernels: compiled' : 'kernels: up to date');
}
