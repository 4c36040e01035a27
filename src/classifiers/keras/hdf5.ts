import { badFile } from '../../core/errors.ts';

/** What an HDF5 file holds, as far as models need it; read at once, since the library keeps files open. */
export interface Hdf5 {
  /** Text attribute of the root. */
  attribute(name: string): string | undefined;
  /** Arrays of numbers by path, without the slash in front, in the order of the file. */
  readonly arrays: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const mostNumbers = 2 ** 27; // 512 MiB of float32
const mostArrays = 20_000;
const mostGroups = 20_000;
const mostDepth = 12;

export const looksLikeHdf5 = (bytes: Uint8Array): boolean => signature.every((byte, i) => bytes[i] === byte);

/** @throws {LabError} `asset`, whatever the file does to the library. */
export async function readHdf5(where: string, bytes: Uint8Array): Promise<Hdf5> {
  const end = declaredEnd(bytes);
  if (end !== bytes.length) throw badFile(where, 'hdf5', { reason: `${end} bytes declared, ${bytes.length} found` });
  const { default: library } = await import('h5wasm'); // a megabyte, and only this format needs it
  const { FS } = await library.ready;
  const name = 'model.h5';
  FS.writeFile(name, bytes);
  try {
    const file = new library.File(name, 'r');
    try {
      return contentOf(where, library, file);
    } finally {
      file.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badFile(where, 'hdf5', { reason }, { cause });
  } finally {
    FS.unlink(name);
  }
}

/** Size of the file by its superblock (HDF5 format 3.0, sec. II.A). In files of another size, the library may not end. */
function declaredEnd(bytes: Uint8Array): number {
  const at = (bytes[8] ?? 0) < 2 ? 40 : 28;
  if (bytes.length < at + 8) return -1;
  return Number(new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0, true));
}

type Library = typeof import('h5wasm')['default'];
type Group = InstanceType<Library['Group']>;
type Dataset = InstanceType<Library['Dataset']>;

function contentOf(where: string, library: Library, file: InstanceType<Library['File']>): Hdf5 {
  const arrays = new Map<string, { shape: readonly number[]; values: Float32Array }>();
  const attributes = new Map(Object.entries(file.attrs).map(([name, attribute]) => [name, attribute.value] as const));
  let numbers = 0;
  for (const [path, entity] of datasets(library, file)) {
    if (arrays.size >= mostArrays) throw badFile(where, 'hdf5', { reason: `more than ${mostArrays} arrays` });
    const shape = entity.shape ?? [];
    numbers += shape.reduce((a, b) => a * b, 1);
    if (!(numbers <= mostNumbers)) throw badFile(where, 'hdf5', { reason: `more than ${mostNumbers} numbers` });
    const value = entity.value;
    if (ArrayBuffer.isView(value)) arrays.set(path, { shape, values: floats(value) });
  }
  return {
    arrays,
    attribute: (name) => {
      const value = attributes.get(name);
      return typeof value === 'string' ? value : undefined;
    },
  };
}

/** Walks at most so deep and so far: in a damaged file, a group may hold itself. */
function* datasets(
  library: Library,
  group: Group,
  path: readonly string[] = [],
  seen = { groups: 0 },
): Generator<readonly [string, Dataset]> {
  seen.groups++;
  if (path.length > mostDepth || seen.groups > mostGroups) return;
  for (const name of group.keys()) {
    const entity = group.get(name);
    const inner = [...path, name];
    if (entity instanceof library.Group) yield* datasets(library, entity, inner, seen);
    else if (entity instanceof library.Dataset) yield [inner.join('/'), entity];
  }
}

const floats = (view: ArrayBufferView): Float32Array =>
  Float32Array.from(view as unknown as ArrayLike<number | bigint>, Number); // typed arrays are array-like
