import { type BackendReport, isGraphics } from '../src/core/backend.ts';

const batchesPerGraphicsShard = 4; // fewer round trips; a lost device repeats at most this much

/** Images per shard: whole batches, so that only the last batch of a run is padded. Never changes a result. */
export const shardSize = ({ backend, batch }: BackendReport): number =>
  batch * (isGraphics(backend) ? batchesPerGraphicsShard : 1);

/** One worker feeds a graphics processor; on the processor there is one per core. */
export const workerCount = ({ backend }: BackendReport, cores: number): number =>
  isGraphics(backend) ? 1 : Math.max(1, cores);
