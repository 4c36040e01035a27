import { openBrowserEnv } from '../src/platform/browserEnv.ts';
import type { Endpoint } from './protocol.ts';
import { serve } from './serve.ts';

serve(self as unknown as Endpoint, openBrowserEnv); // the DOM types describe a window here, not a worker
