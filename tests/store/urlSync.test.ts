import { expect, it, vi } from 'vitest';
import { createLabStore } from '../../src/store/labStore.ts';
import { open } from '../../src/store/opening.ts';
import { allPages, quietPages } from '../../src/store/pages.ts';
import { currentLink, syncUrl } from '../../src/store/urlSync.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true } as const;
const lab = () => createLabStore(fakeEngine(), { draft: { attack: 'fgsm' }, settings });
const nothingKept = { draft: undefined, link: undefined, report: undefined };

it.each(allPages)('an address of the page %s opens it again', (page) => {
  const store = lab();
  store.getState().goTo(page);
  const { hash } = new URL(currentLink(store, { href: 'http://lab/', hash: '' } as Location));
  expect(open(hash, nothingKept).page).toBe(page);
});

it.each(quietPages)('a link to the page %s runs nothing, pasted as little as opened afresh', (page) => {
  const hash = `#v=1&page=${page}&model=mnist-mlp&attack=fgsm`;
  expect(open(hash, nothingKept).begin).toBe(false);
  const store = lab();
  let pasted: (() => void) | undefined;
  const location = { href: `http://lab/${hash}`, hash };
  const history = { replaceState: vi.fn() };
  syncUrl(store, {
    location,
    history,
    addEventListener: (_: string, listener: () => void) => {
      pasted = listener;
    },
  } as unknown as Window);
  pasted!();
  expect(store.getState().page).toBe(page);
  expect(store.getState().run.kind).toBe('idle');
});
