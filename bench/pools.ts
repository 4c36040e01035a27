import type { Engine } from '../workers/engine.ts';
import { alternate } from './rounds.ts';
import type { Row, Where } from './row.ts';
import { pgdText } from './workload.ts';

export interface PoolPlan {
  readonly where: Where;
  /** Pool sizes, ascending. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly images: number;
  readonly create: (workers: number) => Engine;
  readonly say: (text: string) => void;
}

/** Times PGD-40 as the page runs it: through a pool of workers, with judging and events. */
export async function measurePools({ where, sizes, rounds, images, create, say }: PoolPlan): Promise<Row[]> {
  const engines = sizes.map(create);
  try {
    const reports = await Promise.all(engines.map(({ backend }) => backend));
    for (const engine of engines) await run(engine, images, { 'pgd.steps': '1' }); // loads model and images everywhere
    say(`${where} pools of ${sizes.join(' and ')}: pgd`);
    const samples = await alternate(
      engines.map((engine) => () => run(engine, images)),
      rounds,
    );
    return sizes.map((workers, i) => ({
      where,
      backend: reports[i]!.backend,
      kernels: reports[i]!.stockKernels === undefined ? 'ours' : 'stock',
      adapter: reports[i]!.adapter,
      network: 'mnist-cnn',
      task: 'pgd',
      workers,
      images,
      samples: samples[i]!,
    }));
  } finally {
    for (const engine of engines) engine.close();
  }
}

async function run(engine: Engine, images: number, changes: Record<string, string> = {}): Promise<number> {
  const start = performance.now();
  const host = { signal: new AbortController().signal, emit: () => undefined };
  await engine.run({ ...pgdText, count: String(images), ...changes }, host);
  return performance.now() - start;
}
