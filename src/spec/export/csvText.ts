const byteOrderMark = '\uFEFF'; // without it Excel reads the file in the machine's old encoding

type Field = string | number | boolean | null;

/** Rows as CSV (RFC 4180) for spreadsheets; null is an empty field. */
export const csvText = (rows: readonly (readonly Field[])[]): string =>
  byteOrderMark + rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');

/** One field, quoted where it must be. A text that a spreadsheet would compute gets an apostrophe in front. */
export function csvField(value: Field): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
