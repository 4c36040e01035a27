import '@tensorflow/tfjs-backend-cpu';
import type { OpenBackend } from './openBackend.ts';
import { selectBackend } from './selectBackend.ts';

/** Plain JavaScript: slow, but it runs anywhere and serves as the reference. */
export async function openCpu(): Promise<OpenBackend> {
  await selectBackend('cpu');
  return { adapter: 'JavaScript' };
}
