import { type ComponentType, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { PageId } from '../store/pages.ts';
import { useActions, useLab, useVoice } from './lab.tsx';
import { PopoverHome } from './parts/LabPopover.tsx';
import { LinkButton } from './parts/LinkButton.tsx';
import { lazily } from './parts/lazily.tsx';
import { Staged } from './parts/Staged.tsx';
import { Results } from './results/Results.tsx';
import { SetupRail } from './setup/SetupRail.tsx';
import { AppBar } from './shell/AppBar.tsx';
import { ExperimentStrip } from './shell/ExperimentStrip.tsx';
import { LiveRegion } from './shell/LiveRegion.tsx';
import { Notices } from './shell/Notices.tsx';
import { ShortcutsDialog } from './shell/ShortcutsDialog.tsx';
import { useShortcuts } from './shell/useShortcuts.ts';

export function App() {
  const { say, language } = useVoice();
  const [home, setHome] = useState<HTMLElement | null>(null);
  useShortcuts();
  return (
    <I18nProvider locale={language}>
      <PopoverHome value={home}>
        <button type="button" className="skip" onClick={skip}>
          {say('app.skip')}
        </button>
        <Staged>
          <AppBar />
          <ExperimentStrip />
          <main id="main" tabIndex={-1}>
            <Notices />
            <Page />
            <div ref={setHome} />
          </main>
          <Footer />
        </Staged>
        <LiveRegion />
        <ShortcutsDialog />
      </PopoverHome>
    </I18nProvider>
  );
}

/** Pages besides the first come when they are opened, with all their texts. */
const laterPages: Partial<Readonly<Record<PageId, ComponentType>>> = {
  certify: lazily(async () => (await import('./certify/CertifyPage.tsx')).CertifyPage),
  extract: lazily(async () => (await import('./extract/ExtractPage.tsx')).ExtractPage),
  inspect: lazily(async () => (await import('./inspect/InspectPage.tsx')).InspectPage),
  thresholds: lazily(async () => (await import('./thresholds/ThresholdsPage.tsx')).ThresholdsPage),
  train: lazily(async () => (await import('./train/TrainPage.tsx')).TrainPage),
  report: lazily(async () => (await import('./report/ReportPage.tsx')).ReportPage),
  models: lazily(async () => (await import('./models/ModelsPage.tsx')).ModelsPage),
};

function Page() {
  const Later = laterPages[useLab((state) => state.page)];
  if (Later) return <Later />;
  return (
    <div className="split">
      <Staged>
        <SetupRail />
        <Results />
      </Staged>
    </div>
  );
}

/** The part of the address after `#` belongs to the experiment, so this is no link; it only moves the focus. */
function skip(): void {
  document.getElementById('main')?.focus();
}

function Footer() {
  const { say } = useVoice();
  const { show } = useActions();
  return (
    <footer className="foot">
      <p>{say('app.licence')}</p>
      <LinkButton onPress={() => show('shortcuts')}>{say('app.shortcuts')}</LinkButton>
    </footer>
  );
}
