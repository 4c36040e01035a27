import { badFile, LabError } from '../../core/errors.ts';
import { type Problem, problem } from '../../core/problems.ts';
import type { FitKind, Shape } from '../../core/raster.ts';
import { type Album, listed } from './album.ts';
import { fitPicture } from './fitPicture.ts';

/** Images of one size, one after the other, one byte a value; and their labels. */
export interface Packed {
  readonly pixels: Uint8Array;
  readonly labels: Int32Array;
  /** Images that could not be read. */
  readonly problems: readonly Problem[];
}

/** What a run may keep in the memory of each worker. */
const mostBytes = 2 ** 28;

/**
 * Decodes all images and brings them to one size. Those that cannot be read are left out, and counted.
 *
 * @throws {LabError} `asset` when none can be read, or when they would take more than 256 MiB.
 */
export async function packAlbum(
  where: string,
  { pictures }: Album,
  { shape, fit }: { readonly shape: Shape; readonly fit: FitKind },
  tick: (done: number) => Promise<void> = async () => undefined,
): Promise<Packed> {
  const area = shape[0] * shape[1] * shape[2];
  const size = pictures.length * area;
  if (size > mostBytes)
    throw badFile(where, 'pictures-too-large', {
      ...{ count: pictures.length, shape: shape.join(' × ') },
      ...{ size: Math.ceil(size / 2 ** 20), most: mostBytes / 2 ** 20 },
    });
  const pixels = new Uint8Array(size);
  const labels: number[] = [];
  const unread: { readonly name: string; readonly problems: readonly Problem[] }[] = [];
  for (const [i, picture] of pictures.entries()) {
    const bytes = await tried(() => picture.decode().then((raster) => fitPicture(raster, shape, fit)));
    if (bytes instanceof LabError) unread.push({ name: picture.name, problems: bytes.problems });
    else {
      pixels.set(bytes, labels.length * area);
      labels.push(picture.label);
    }
    await tick(i + 1);
  }
  const names = unread.map(({ name }) => name);
  if (labels.length === 0)
    throw new LabError('asset', unread.flatMap(({ problems }) => problems).slice(0, mostReasons));
  const left = problem(where, 'left-unreadable', { count: names.length, names: listed(names) });
  return {
    pixels: pixels.subarray(0, labels.length * area),
    labels: Int32Array.from(labels),
    problems: names.length === 0 ? [] : [left],
  };
}

const mostReasons = 5; // of a thousand damaged files

/** A damaged file spoils only itself. */
async function tried<Value>(work: () => Promise<Value>): Promise<Value | LabError> {
  try {
    return await work();
  } catch (cause) {
    const error = LabError.from(cause);
    if (error.code !== 'asset') throw error;
    return error;
  }
}
