import { badFile } from '../../core/errors.ts';
import { plain } from './classes.ts';

/** A file and its class, as a table has them. */
export interface LabelLine {
  readonly path: string;
  readonly label: string;
}

const pathNames = /^(path|file|file_?name|file_?path|image|image_?path|image_?id|name)$/i;
const labelNames = /^(label|class|class_?id|class_?name|target|category)$/i;

/**
 * Files and labels of a CSV file (RFC 4180; commas, semicolons or tabs). Columns are found by their names; without a
 * heading the first is the file, the second its label.
 *
 * @throws {LabError} `asset` when there are no two such columns.
 */
export function readCsvLabels(where: string, bytes: Uint8Array): LabelLine[] {
  const { head, rest, separator } = readTable(bytes);
  const titled = columnsOf(head);
  const [path, label] = titled ?? [0, 1];
  const lines = (titled ? rest : [head, ...rest])
    .filter((row) => row.length > 1)
    .map((row) => ({ path: cleanPath(row[path!] ?? ''), label: plain(row[label!] ?? '') }));
  if (lines.length === 0) throw badFile(where, 'csv-columns', { got: head.join(separator).slice(0, 100) });
  return lines;
}

/** Whether the heading names a column of files and one of labels. */
export const namesLabels = (bytes: Uint8Array): boolean => columnsOf(readTable(bytes).head) !== undefined;

function columnsOf(head: readonly string[]): readonly number[] | undefined {
  const named = [head.findIndex((cell) => pathNames.test(cell)), head.findIndex((cell) => labelNames.test(cell))];
  return named.every((column) => column >= 0) ? named : undefined;
}

function readTable(bytes: Uint8Array) {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  const [first = ''] = text.split(/[\r\n]/, 1);
  const separator = [';', '\t'].find((candidate) => first.includes(candidate)) ?? ',';
  const [head = [], ...rest] = rowsOf(text, separator);
  return { head, rest, separator };
}

const cleanPath = (path: string) => plain(path).replaceAll('\\', '/').replace(/^\.\//, '');

function rowsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  const cell = new RegExp(String.raw`(?:"((?:[^"]|"")*)"|([^"${separator}\r\n]*))(${separator}|\r?\n|\r|$)`, 'y');
  for (let at = 0; at < text.length; at = cell.lastIndex) {
    cell.lastIndex = at;
    const found = cell.exec(text);
    if (!found || cell.lastIndex === at) break; // quotes that nobody closed
    const [, quoted, bare, end] = found;
    rows.at(-1)!.push((quoted?.replaceAll('""', '"') ?? bare ?? '').trim());
    if (end !== separator) rows.push([]);
  }
  return rows.filter((row) => row.some((value) => value !== ''));
}
