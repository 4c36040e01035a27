import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the page of the benchmark, with the settings of the app, into a folder that is gone afterwards. */
export const withBenchPage = <T>(use: (folder: string) => Promise<T>): Promise<T> =>
  withBuild(join(root, 'bench/page/index.html'), use);

/** The app: `dist` if it is up to date, else a build of its own, so that nobody's `dist` changes under their hands. */
export async function withApp<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const dist = join(root, 'dist');
  return isUpToDate(join(dist, 'index.html')) ? use(dist) : withBuild(join(root, 'index.html'), use);
}

async function withBuild<T>(input: string, use: (folder: string) => Promise<T>): Promise<T> {
  const outDir = mkdtempSync(join(tmpdir(), 'epsilon-bench-'));
  try {
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir, emptyOutDir: true, rolldownOptions: { input } },
    });
    return await use(outDir);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

const sources = ['src', 'workers', 'models', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

function isUpToDate(built: string): boolean {
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  return sources.flatMap(filesOf).every((file) => statSync(file).mtimeMs <= builtAt);
}

function filesOf(name: string): string[] {
  const path = join(root, name);
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return (readdirSync(path, { recursive: true }) as string[]).map((entry) => join(path, entry));
}
