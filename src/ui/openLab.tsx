import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import type { Engine } from '../../workers/engine.ts';
import type { ImageDesk } from '../../workers/imageDesk.ts';
import type { Problem } from '../core/problems.ts';
import { loadProblemTexts } from '../i18n/languages.ts';
import type { Warning } from '../spec/events.ts';
import type { OwnShelf } from '../spec/own.ts';
import type { LocalData } from '../spec/ownImages.ts';
import { readDraft } from '../store/draft.ts';
import { followGallery } from '../store/gallery.ts';
import { createLabStore, type LabStore } from '../store/labStore.ts';
import type { Mailbox } from '../store/mailbox.ts';
import { open } from '../store/opening.ts';
import { browserShelf, persist, recall } from '../store/persist.ts';
import { chooseSettings } from '../store/settings.ts';
import { syncUrl } from '../store/urlSync.ts';
import { browserVault } from '../store/vault.ts';
import { App } from './App.tsx';
import { loadChart } from './chart/loadChart.ts';
import { followLanguage } from './followLanguage.ts';
import { LabProvider } from './lab.tsx';
import { followSettings } from './pageLook.ts';
import { loadReportView } from './results/loadReportView.ts';

interface LabParts {
  readonly root: HTMLElement;
  readonly engine: Engine;
  /** What the engine says about itself. */
  readonly notices: Mailbox<Warning>;
  /** Where the reader's own models are. */
  readonly ownShelf: OwnShelf;
  /** Where the reader's images are opened. */
  readonly imageDesk: ImageDesk;
  /** What the server of the page has. */
  readonly localData: LocalData;
  /** What is wrong with the part of the address that the engine was started from. */
  readonly problems: readonly Problem[];
}

/** Shows the page in `root` as soon as what was kept is read. */
export async function openLab({
  root,
  engine,
  notices,
  ownShelf,
  imageDesk,
  localData,
  problems,
}: LabParts): Promise<LabStore> {
  const shelf = browserShelf();
  const { settings, speeds, ...kept } = await recall(shelf);
  const { begin, ...opening } = open(window.location.hash, kept);
  const linkProblems = [...problems, ...opening.linkProblems];
  const store = createLabStore(engine, {
    ...opening,
    linkProblems,
    ownShelf,
    imageDesk,
    localData,
    speeds,
    vault: browserVault(),
    settings: chooseSettings(window, settings),
  });
  notices.open(store.getState().notice);
  await followLanguage(store);
  const { draft } = store.getState();
  if (linkProblems.length > 0 || readDraft(draft).kind === 'invalid') await loadProblemTexts().catch(() => undefined);
  followSettings(store);
  persist(store, shelf);
  syncUrl(store, window);
  followGallery(store, engine);
  void import('../store/followSpecimen.ts').then(({ followSpecimen }) => followSpecimen(store, engine));
  const page = createRoot(root);
  // A transition renders in slices, so that the first paint does not block the main thread.
  startTransition(() =>
    page.render(
      <LabProvider store={store}>
        <App />
      </LabProvider>,
    ),
  );
  if (begin && problems.length === 0) store.getState().start();
  setTimeout(() => [loadProblemTexts, loadReportView, loadChart].map(attempt)); // by the first number they are there
  return store;
}

/** Whoever needs it will ask again and say what is missing. */
const attempt = (load: () => Promise<unknown>) => void load().catch(() => undefined);
