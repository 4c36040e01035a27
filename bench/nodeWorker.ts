import { parentPort } from 'node:worker_threads';
import { openNodeEnv } from '../src/platform/nodeEnv.ts';
import { obey } from './obey.ts';
import type { Endpoint } from './orders.ts';

obey(parentPort as unknown as Endpoint, openNodeEnv); // Node's port has the three members an endpoint needs
