import { LabError, unreachable } from '../src/core/errors.ts';
import type { ImageSettings, ImagesFound, ImagesKept, ImagesPreview, Tick } from '../src/spec/ownImages.ts';
import type { ImageRequest, ImageResponse, ImageResult, NamedBlob } from './imageProtocol.ts';
import type { WorkerHandle } from './member.ts';

export type { NamedBlob } from './imageProtocol.ts';

/** Where the reader's images are opened: in a worker of its own, so that neither the page nor a run waits for them. */
export interface ImageDesk {
  /** Begins with other files; what was on the desk before is given up. @throws {LabError} */
  look(name: string, files: readonly NamedBlob[], tick: Tick): Promise<ImagesFound>;
  /** A few of the images as they would be kept. @throws {LabError} */
  preview(settings: ImageSettings): Promise<ImagesPreview>;
  /** Keeps them in this browser. @throws {LabError} */
  keep(settings: ImageSettings, tick: Tick): Promise<ImagesKept>;
  /** Ends the worker; whatever it was asked rejects with `cancelled`. */
  clear(): void;
}

interface Open {
  ask(request: ImageRequest, tick?: Tick): Promise<ImageResult>;
  end(): void;
}

/** A desk that spawns its worker when it is needed. */
export function createImageDesk(spawn: () => WorkerHandle): ImageDesk {
  let open: Open | undefined;
  const clear = () => {
    open?.end();
    open = undefined;
  };
  const ask = (request: ImageRequest, tick?: Tick) => {
    if (!open) throw new LabError('contract', `${request.kind} before look`);
    return open.ask(request, tick);
  };
  // Each kind of request has its kind of result.
  return {
    look: async (name, files, tick) => {
      clear();
      open = openWorker(spawn());
      return (await ask({ kind: 'look', name, files }, tick)) as ImagesFound;
    },
    preview: async (settings) => (await ask({ kind: 'preview', settings })) as ImagesPreview,
    keep: async (settings, tick) => (await ask({ kind: 'keep', settings }, tick)) as ImagesKept,
    clear,
  };
}

/** One question after the other. */
function openWorker({ endpoint, onCrash, terminate }: WorkerHandle): Open {
  let queue: Promise<unknown> = Promise.resolve();
  let current:
    | { resolve(result: ImageResult): void; reject(error: LabError): void; tick?: Tick | undefined }
    | undefined;
  let over: LabError | undefined;
  const end = (error: LabError) => {
    over ??= error;
    terminate();
    current?.reject(over);
  };
  endpoint.addEventListener('message', ({ data }: MessageEvent<ImageResponse>) => {
    switch (data.kind) {
      case 'progress':
        return current?.tick?.(data.done, data.total);
      case 'done':
        return current?.resolve(data.result);
      case 'failed':
        return current?.reject(LabError.revive(data.error));
      default:
        return unreachable(data);
    }
  });
  endpoint.start?.();
  onCrash((reason) => end(new LabError('internal', `the worker that opens images died: ${reason}`)));
  const send = (request: ImageRequest, tick?: Tick) =>
    new Promise<ImageResult>((resolve, reject) => {
      if (over) return reject(over);
      current = { resolve, reject, tick };
      endpoint.postMessage(request);
    });
  return {
    ask: (request, tick) => {
      const answer = queue.then(() => send(request, tick));
      queue = answer.catch(() => undefined);
      return answer;
    },
    end: () => end(new LabError('cancelled', 'stopped')),
  };
}
