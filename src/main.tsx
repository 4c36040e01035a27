import { createBrowserEngine, createBrowserImageDesk } from '../workers/browserEngine.ts';
import { browserShelf } from './platform/browserShelf.ts';
import { browserLocalData } from './platform/localData.ts';
import type { Warning } from './spec/events.ts';
import { createMailbox } from './store/mailbox.ts';
import { readStart } from './store/startOptions.ts';
import './ui/styles/index.css';

const { start, problems } = readStart(window.location.search);
const root = document.getElementById('root');

if (root) {
  const notices = createMailbox<Warning>();
  const engine = createBrowserEngine({ ...start, notify: notices.post });
  const imageDesk = createBrowserImageDesk();
  // The page's script in two steps and a pause between, so that neither blocks the main thread for long.
  void import('react-dom/client')
    .then(() => new Promise((resolve) => setTimeout(resolve)))
    .then(() => import('./ui/openLab.tsx'))
    .then(({ openLab }) =>
      openLab({ root, engine, notices, problems, ownShelf: browserShelf(), imageDesk, localData: browserLocalData() }),
    )
    .catch((cause: unknown) => {
      // The texts may be what is missing.
      root.textContent = `The page could not be loaded; reload it. ページを読み込めませんでした。再読み込みしてください。 (${cause})`;
    });
}
