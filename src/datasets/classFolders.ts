/** Files of one class. */
export interface ClassFolder<F> {
  readonly name: string;
  readonly files: readonly F[];
}

/**
 * Files sorted into the folders they are in, which name their classes: folders in the order of their names, and so are the
 * files in each. Folders themselves, files outside of any, and what systems leave behind (`__MACOSX`, names that begin
 * with a dot) are passed over.
 */
export function classFolders<F extends { readonly name: string }>(files: readonly F[]): ClassFolder<F>[] {
  const folders = new Map<string, F[]>();
  for (const file of files) {
    const path = file.name.split('/');
    const folder = path.at(-2);
    if (folder === undefined || path.at(-1) === '' || path.some(isLeftover)) continue;
    const others = folders.get(folder);
    if (others) others.push(file);
    else folders.set(folder, [file]);
  }
  return [...folders]
    .map(([name, found]) => ({ name, files: found.sort((a, b) => inOrder(a.name, b.name)) }))
    .sort((a, b) => inOrder(a.name, b.name));
}

/** First the first of each class, then the second of each, and so on, so that any beginning holds all classes alike. */
export function interleaved<F>(folders: readonly ClassFolder<F>[]): { readonly file: F; readonly label: number }[] {
  const longest = Math.max(0, ...folders.map(({ files }) => files.length));
  const rounds = Array.from({ length: longest }, (_, i) =>
    folders.flatMap(({ files }, label) => (i < files.length ? [{ file: files[i]!, label }] : [])),
  );
  return rounds.flat();
}

/** What systems leave behind. */
export const isLeftover = (part: string) => part.startsWith('.') || part === '__MACOSX';

/** By code points, which no locale changes. */
const inOrder = (a: string, b: string) => (a < b ? -1 : Number(a > b));
