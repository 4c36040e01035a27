import { openBrowserEnv } from '../../src/platform/browserEnv.ts';
import { obey } from '../obey.ts';
import type { Endpoint } from '../orders.ts';

obey(self as unknown as Endpoint, openBrowserEnv); // the DOM types describe a window here, not a worker
