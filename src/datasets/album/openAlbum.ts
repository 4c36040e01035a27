import { badFile } from '../../core/errors.ts';
import { gunzip } from '../../core/inflate.ts';
import { type Problem, problem } from '../../core/problems.ts';
import { looksLikeTar, readTar } from '../../core/tar.ts';
import { looksLikeZip, readZip } from '../../core/zip.ts';
import { classFolders, interleaved, isLeftover } from '../classFolders.ts';
import { looksLikeIdx } from '../idx.ts';
import { looksLikeNpy } from '../npy.ts';
import { type Album, type AlbumFile, listed, mostPictures, type Picture } from './album.ts';
import { arrayAlbum, cifarAlbum } from './arrayAlbum.ts';
import { classesOf, plain } from './classes.ts';
import { type LabelLine, namesLabels, readCsvLabels } from './csvLabels.ts';
import { decodePicture, hasPictureName, type OpenWebp, sizeOfPicture } from './pictureFile.ts';

/**
 * Labelled images in files of any of these kinds, each alone or packed as ZIP or tar, gzipped or not:
 *
 * - class-named folders of PNG, JPEG, WebP and PPM images, or such images beside one CSV file of paths and labels;
 * - an NPZ archive with x and y, or two idx or NPY files; batches of CIFAR-10 or CIFAR-100 in their binary form;
 * - images in no folder, whose class the reader has to say.
 *
 * At most 10,000 images, the classes in turn. Nothing is decoded yet.
 * @throws {LabError} `asset`, naming the files, when there is no image among them.
 */
export async function openAlbum(given: readonly AlbumFile[], openWebp?: OpenWebp): Promise<Album> {
  const where = listed(given.map(({ name }) => name));
  const files = (await unpacked(given)).filter(({ name }) => !name.split('/').some(isLeftover));
  const arrays = (await asArrays(files)) ?? (await asCifar(files));
  if (arrays) return capped(where, arrays);
  const pictures = files.filter(({ name }) => hasPictureName(name));
  const tables = files.filter(({ name }) => /\.(csv|tsv)$/i.test(name));
  if (pictures.length === 0)
    throw badFile(where, 'no-pictures', { got: listed(files.map(({ name }) => name)) || '[]' });
  const table = await labelTable(tables);
  const album = table
    ? byTable(table.name, readCsvLabels(table.name, table.bytes), pictures)
    : byFolder(where, pictures);
  const others = files.filter((file) => !hasPictureName(file.name) && !tables.includes(file));
  return capped(where, opened(where, album, others, openWebp));
}

const mostArchives = 4; // images and labels come apart, as those of GTSRB do

/** Files in archives, or the files themselves. */
async function unpacked(files: readonly AlbumFile[]): Promise<readonly AlbumFile[]> {
  if (files.length > mostArchives || files.some(({ name }) => hasPictureName(name))) return files;
  return (await Promise.all(files.map(unpackedOne))).flat();
}

async function unpackedOne(file: AlbumFile): Promise<readonly AlbumFile[]> {
  const bytes = gunzip(file.name, await file.read());
  if (looksLikeZip(bytes)) {
    const entries = readZip(file.name, bytes).filter(({ name }) => !name.endsWith('/'));
    if (entries.some(({ name }) => name.endsWith('.npy'))) return [file];
    return entries.map((entry) => ({ name: entry.name, read: async () => entry.unpack() }));
  }
  if (looksLikeTar(bytes))
    return readTar(file.name, bytes).map(({ name, bytes: content }) => ({ name, read: async () => content }));
  return [file];
}

/** The one table, or of several the one whose heading names files and labels. */
async function labelTable(tables: readonly AlbumFile[]) {
  if (tables.length > mostArchives) return undefined;
  const read = await Promise.all(tables.map(async ({ name, read: load }) => ({ name, bytes: await load() })));
  const titled = read.length > 1 ? read.filter(({ bytes }) => namesLabels(bytes)) : read;
  return titled.length === 1 ? titled[0] : undefined;
}

/** Two files of numbers, or an archive of them. */
async function asArrays(files: readonly AlbumFile[]): Promise<Album | undefined> {
  const candidates = files.filter(({ name }) => !hasPictureName(name) && !/\.(csv|tsv|txt|html|md)$/i.test(name));
  if (candidates.length === 0 || candidates.length > 2 || files.some(({ name }) => hasPictureName(name)))
    return undefined;
  const contents = await Promise.all(candidates.map((file) => file.read()));
  const numbers = contents.map((bytes, i) => gunzip(candidates[i]!.name, bytes));
  if (!numbers.every((bytes) => looksLikeZip(bytes) || looksLikeIdx(bytes) || looksLikeNpy(bytes))) return undefined;
  return arrayAlbum(
    candidates.map(({ name }) => name),
    contents,
  );
}

/** The test batch where there are several: models were taught on the others. */
async function asCifar(files: readonly AlbumFile[]): Promise<Album | undefined> {
  const batches = files.filter(({ name }) => name.endsWith('.bin'));
  if (batches.length === 0) return undefined;
  const test = batches.filter(({ name }) => /test/i.test(name.slice(name.lastIndexOf('/') + 1)));
  const taken = test.length > 0 ? test : batches;
  const album = cifarAlbum(await Promise.all(taken.map(async ({ name, read }) => ({ name, bytes: await read() }))));
  const rest = batches.filter((batch) => !taken.includes(batch)).map(({ name }) => name);
  if (!album || rest.length === 0) return album;
  const aside = problem(taken[0]!.name, 'test-only', { count: rest.length, names: listed(rest) });
  return { ...album, problems: [...album.problems, aside] };
}

/** Files with the class each belongs to. */
interface Sorted {
  readonly files: readonly { readonly file: AlbumFile; readonly label: number }[];
  readonly classNames: readonly string[];
  readonly problems: readonly Problem[];
}

function byFolder(where: string, files: readonly AlbumFile[]): Sorted {
  const [once, twice] = withoutRepeats(files);
  const loose = once.filter(({ name }) => !name.includes('/'));
  const problems = found(where, 'named-twice', twice);
  if (loose.length === once.length) {
    return { files: once.map((file) => ({ file, label: 0 })), classNames: [], problems };
  }
  const folders = classFolders(once);
  const { names, numberOf } = classesOf(folders.map(({ name }) => name));
  return {
    files: interleaved(folders).map(({ file, label }) => ({ file, label: numberOf(folders[label]!.name) })),
    classNames: names,
    problems: [
      ...problems,
      ...found(
        where,
        'left-outside',
        loose.map(({ name }) => name),
      ),
    ],
  };
}

function byTable(where: string, lines: readonly LabelLine[], files: readonly AlbumFile[]): Sorted {
  const find = finder(files);
  const labels = new Map<AlbumFile, string>();
  const [twice, alone]: [string[], string[]] = [[], []];
  for (const { path, label } of lines) {
    const file = find(path);
    if (!file) alone.push(path);
    else if (labels.has(file)) twice.push(path);
    else labels.set(file, label);
  }
  const bare = files.filter((file) => !labels.has(file)).map(({ name }) => name);
  if (labels.size === 0) throw badFile(where, 'csv-unmatched', { paths: listed(alone), files: listed(bare) });
  const { names, numberOf } = classesOf([...labels.values()]);
  const folders = names.map((name, number) => ({
    name,
    files: [...labels.keys()].filter((file) => numberOf(labels.get(file)!) === number),
  }));
  return {
    files: interleaved(folders),
    classNames: names,
    problems: [
      ...found(where, 'labels-alone', alone),
      ...found(where, 'named-twice', twice),
      ...found(where, 'left-unlabelled', bare),
    ],
  };
}

/** A file by its path, by the end of its path, or by its name alone where only one has it. */
function finder(files: readonly AlbumFile[]): (path: string) => AlbumFile | undefined {
  const byEnd = new Map<string, AlbumFile | undefined>();
  for (const file of files) {
    const parts = plain(file.name).split('/');
    for (let i = 0; i < parts.length; i++) {
      const end = parts.slice(i).join('/');
      byEnd.set(end, byEnd.has(end) ? undefined : file); // of several nobody knows which is meant
    }
  }
  const whole = new Map(files.map((file) => [plain(file.name), file]));
  return (path) => whole.get(path) ?? byEnd.get(path) ?? byEnd.get(path.slice(path.lastIndexOf('/') + 1));
}

function withoutRepeats(files: readonly AlbumFile[]): [AlbumFile[], string[]] {
  const seen = new Map<string, AlbumFile>();
  const twice: string[] = [];
  for (const file of files) {
    if (seen.has(plain(file.name))) twice.push(file.name);
    else seen.set(plain(file.name), file);
  }
  return [[...seen.values()], twice];
}

function opened(
  where: string,
  { files, classNames, problems }: Sorted,
  others: readonly AlbumFile[],
  openWebp?: OpenWebp,
) {
  const pictures = files.map(
    ({ file: { name, read }, label }): Picture => ({
      name,
      label,
      size: async () => sizeOfPicture(await read()),
      decode: async () => decodePicture(name, await read(), openWebp),
    }),
  );
  const left = others.map(({ name }) => name);
  return { pictures, classNames, problems: [...problems, ...found(where, 'left-other', left)] };
}

function capped(where: string, { pictures, classNames, problems }: Album): Album {
  const labels = new Set(pictures.map(({ label }) => label));
  const only = classNames.length > 0 && labels.size === 1 ? classNames[pictures[0]!.label] : undefined;
  const count = pictures.length;
  return {
    pictures: pictures.slice(0, mostPictures),
    classNames,
    problems: [
      ...problems,
      ...(only === undefined ? [] : [problem(where, 'one-class', { name: only })]),
      ...(count > mostPictures ? [problem(where, 'left-more', { count, most: mostPictures })] : []),
    ],
  };
}

const found = (
  where: string,
  code: 'named-twice' | 'left-outside' | 'labels-alone' | 'left-unlabelled' | 'left-other',
  names: readonly string[],
): Problem[] => (names.length === 0 ? [] : [problem(where, code, { count: names.length, names: listed(names) })]);
