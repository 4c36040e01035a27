// Entry of a worker thread: teaches Node to read TypeScript, then waits for orders.
import { register } from 'tsx/esm/api';

register();
await import('./nodeWorker.ts');
