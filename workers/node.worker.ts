import { parentPort } from 'node:worker_threads';
import { openNodeEnv } from '../src/platform/nodeEnv.ts';
import type { Endpoint } from './protocol.ts';
import { serve } from './serve.ts';

serve(parentPort as unknown as Endpoint, openNodeEnv); // Node's port has the three members an endpoint needs
