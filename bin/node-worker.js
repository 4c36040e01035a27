// Entry of a worker thread: teaches Node to read TypeScript, then starts the engine.
import { register } from 'tsx/esm/api';

register();
await import('../workers/node.worker.ts');
