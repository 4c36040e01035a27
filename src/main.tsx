import { createBrowserEngine } from '../workers/browserEngine.ts';
import { type BackendName, backendNames } from './core/backend.ts';
import type { Warning } from './spec/events.ts';
import { createMailbox } from './store/mailbox.ts';
import './ui/styles/index.css';

const asked = new URLSearchParams(window.location.search);
const backend = backendNames.find((name): name is BackendName => name === asked.get('backend'));
const kernels = asked.get('kernels') === 'stock' ? 'stock' : 'ours';
const root = document.getElementById('root');

if (root) {
  const notices = createMailbox<Warning>();
  const engine = createBrowserEngine({ backend, kernels, notify: notices.post });
  // The page's script in two steps and a pause between, so that neither blocks the main thread for long.
  void import('react-dom/client')
    .then(() => new Promise((resolve) => setTimeout(resolve)))
    .then(() => import('./ui/openLab.tsx'))
    .then(({ openLab }) => openLab({ root, engine, notices }));
}
