import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface ScriptSize {
  readonly files: readonly { readonly file: string; readonly bytes: number; readonly gzipBytes: number }[];
  readonly gzipBytes: number;
}

/**
 * Scripts that a built page needs before it can show itself in a language: those its HTML names, the page that these load
 * by themselves, its texts, and all that is imported statically from there. What later code loads when it is needed does
 * not count.
 */
export function initialScript(folder: string, language: 'english' | 'japanese'): ScriptSize {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*?(?:src|href)="([^"]+\.js)"/g)];
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, target] of text.matchAll(staticImport)) visit(join(dirname(file), target!));
  };
  for (const [, target] of named) visit(join('.', target!));
  for (const name of ['openLab', language]) visit(chunkOf(folder, name));
  const files = [...found].map((file) => sizeOf(folder, file));
  return { files, gzipBytes: files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) };
}

/** The file that a module became which is loaded by itself. */
function chunkOf(folder: string, name: string): string {
  const file = readdirSync(join(folder, 'assets')).find((each) => each.startsWith(`${name}-`) && each.endsWith('.js'));
  if (!file) throw new Error(`${folder}: expected a script assets/${name}-….js, found none`);
  return join('assets', file);
}

/** `import{a as b}from"./c.js"`, `import"./c.js"`, `export*from"./c.js"` */
const staticImport = /\b(?:import|from)\s*["'](\.[^"']+\.js)["']/g;

function sizeOf(folder: string, file: string) {
  const content = readFileSync(join(folder, file));
  return { file, bytes: content.length, gzipBytes: gzipSync(content).length };
}
