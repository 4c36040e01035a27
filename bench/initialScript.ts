import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface ScriptSize {
  readonly files: readonly { readonly file: string; readonly bytes: number; readonly gzipBytes: number }[];
  readonly gzipBytes: number;
}

/**
 * Scripts that a built page needs before it can show itself: those its HTML names, those which these load by themselves,
 * and all that is imported statically from there. What later code loads when it is needed does not count.
 */
export function initialScript(folder: string): ScriptSize {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*?(?:src|href)="([^"]+\.js)"/g)];
  const found = new Set<string>();
  const targets = (file: string, pattern: RegExp) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(pattern)].map(([, target]) => join(dirname(file), target!));
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    targets(file, staticImport).forEach(visit);
  };
  for (const file of named.map(([, target]) => join('.', target!))) {
    visit(file);
    targets(file, dynamicImport).forEach(visit);
  }
  const files = [...found].map((file) => sizeOf(folder, file));
  return { files, gzipBytes: files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) };
}

/** `import{a as b}from"./c.js"`, `import"./c.js"`, `export*from"./c.js"` */
const staticImport = /\b(?:import|from)\s*["'](\.[^"']+\.js)["']/g;
/** `import("./c.js")`, in any quotes */
const dynamicImport = /\bimport\(\s*["'`](\.[^"'`]+\.js)["'`]/g;

function sizeOf(folder: string, file: string) {
  const content = readFileSync(join(folder, file));
  return { file, bytes: content.length, gzipBytes: gzipSync(content).length };
}
