import { failureOf, LabError } from '../src/core/errors.ts';
import { lookThrough, packOwnImages, previewAlbum } from '../src/engine/ownImages.ts';
import type { OwnShelf } from '../src/spec/own.ts';
import type { ImageRequest, ImageResponse, ImageResult, NamedBlob } from './imageProtocol.ts';
import type { Endpoint } from './protocol.ts';

type Looked = Awaited<ReturnType<typeof lookThrough>>;
type OpenWebp = NonNullable<NonNullable<Parameters<typeof lookThrough>[2]>['openWebp']>;

export interface ImageHost {
  /** Where images are kept, straight from here: they never pass through the page. */
  readonly shelf: Pick<OwnShelf, 'keep'>;
  readonly openWebp?: OpenWebp;
}

/** Opens, shows and keeps the images of one album, away from the page. Whoever gives up on it ends the worker. */
export function serveImages(endpoint: Endpoint, { shelf, openWebp }: ImageHost): void {
  const send = (response: ImageResponse) => endpoint.postMessage(response);
  let looked: Looked | undefined;

  async function answer(request: ImageRequest): Promise<ImageResult> {
    if (request.kind === 'look') {
      looked = await lookThrough(request.name, request.files.map(asAlbumFile), { openWebp, tick: teller(send) });
      return looked.found;
    }
    if (!looked) throw new LabError('contract', `${request.kind} before look`);
    if (request.kind === 'preview') return previewAlbum(looked.album, request.settings);
    const { images, files, problems } = await packOwnImages(looked.album, request.settings, teller(send));
    await shelf.keep(images, files);
    return { images, problems };
  }

  endpoint.addEventListener('message', ({ data }: MessageEvent<ImageRequest>) => {
    answer(data).then(
      (result) => send({ kind: 'done', result }),
      (error: unknown) => send({ kind: 'failed', error: failureOf(error) }),
    );
  });
  endpoint.start?.();
}

const asAlbumFile = ({ name, file }: NamedBlob) => ({
  name,
  read: async () => new Uint8Array(await file.arrayBuffer()),
});

/** Tells of every hundredth, so that the page is not flooded. */
function teller(send: (response: ImageResponse) => void) {
  return async (done: number, total: number) => {
    const step = Math.ceil(total / 100);
    if (done % step === 0 || done === total) send({ kind: 'progress', done, total });
  };
}
