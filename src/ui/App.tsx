import { lazy, Suspense, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useActions, useLab, useVoice } from './lab.tsx';
import { PopoverHome } from './parts/LabPopover.tsx';
import { LinkButton } from './parts/LinkButton.tsx';
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

const CertifyPage = lazy(async () => ({ default: (await import('./certify/CertifyPage.tsx')).CertifyPage }));
const ExtractPage = lazy(async () => ({ default: (await import('./extract/ExtractPage.tsx')).ExtractPage }));
const InspectPage = lazy(async () => ({ default: (await import('./inspect/InspectPage.tsx')).InspectPage }));
const ModelsPage = lazy(async () => ({ default: (await import('./models/ModelsPage.tsx')).ModelsPage }));

const ThresholdsPage = lazy(async () => ({
  default: (await import('./thresholds/ThresholdsPage.tsx')).ThresholdsPage,
}));
const TrainPage = lazy(async () => ({ default: (await import('./train/TrainPage.tsx')).TrainPage }));

function Page() {
  const page = useLab((state) => state.page);
  if (page === 'inspect')
    return (
      <Suspense>
        <InspectPage />
      </Suspense>
    );
  if (page === 'thresholds')
    return (
      <Suspense>
        <ThresholdsPage />
      </Suspense>
    );
  if (page === 'extract')
    return (
      <Suspense>
        <ExtractPage />
      </Suspense>
    );
  if (page === 'certify')
    return (
      <Suspense>
        <CertifyPage />
      </Suspense>
    );
  if (page === 'train')
    return (
      <Suspense>
        <TrainPage />
      </Suspense>
    );
  if (page === 'models')
    return (
      <Suspense>
        <ModelsPage />
      </Suspense>
    );
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
