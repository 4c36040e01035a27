import { browserShelf } from '../src/platform/browserShelf.ts';
import { openWebp } from '../src/platform/openWebp.ts';
import type { Endpoint } from './protocol.ts';
import { serveImages } from './serveImages.ts';

serveImages(self as unknown as Endpoint, { shelf: browserShelf(), openWebp }); // the DOM types describe a window here
