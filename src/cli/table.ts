export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Rows of text in columns of equal width; an empty row is a blank line. */
export function alignTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, i) => Math.max(...[titles, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (columns[i]!.align === 'left' ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [titles, ...rows].map(line).join('\n');
}
