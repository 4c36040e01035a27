import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { initialScript } from '../../bench/initialScript.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const mostBytes = 250_000;

it.each(['english', 'japanese'] as const)(
  'asks a first visit in %s for at most 250 kB of compressed script',
  (language) => {
    const { files, gzipBytes } = initialScript(dist, language);
    const names = files.map(({ file }) => file).join(' ');
    for (const part of ['index', 'openLab', 'client', language]) expect(names).toMatch(new RegExp(`assets/${part}-`));
    expect(gzipBytes, names).toBeLessThanOrEqual(mostBytes);
  },
);
