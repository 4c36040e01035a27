import type { Failure } from '../src/core/errors.ts';
import type { ImageSettings, ImagesFound, ImagesKept, ImagesPreview } from '../src/spec/ownImages.ts';

/** A file of the reader's; its content is read by the worker, not by the page. */
export interface NamedBlob {
  /** With the folders above it. */
  readonly name: string;
  readonly file: Blob;
}

/** What the page asks of the worker that opens images; one thing at a time. */
export type ImageRequest =
  | { readonly kind: 'look'; readonly name: string; readonly files: readonly NamedBlob[] }
  | { readonly kind: 'preview'; readonly settings: ImageSettings }
  | { readonly kind: 'keep'; readonly settings: ImageSettings };

export type ImageResult = ImagesFound | ImagesPreview | ImagesKept;

export type ImageResponse =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly result: ImageResult }
  | { readonly kind: 'failed'; readonly error: Failure };
