import { useMemo } from 'react';
import { type CertifyReport, certifiedRows, certifyProgress } from '../../spec/certifyReport.ts';
import type { CertifyState } from '../../store/certifyActions.ts';
import { readCertify } from '../../store/certifying.ts';
import { useLab, useVoice } from '../lab.tsx';
import { FailureText } from '../parts/FailureText.tsx';
import { Finding } from '../parts/Finding.tsx';
import { Note } from '../parts/Note.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { BoundsFigure } from './BoundsFigure.tsx';
import { CertificateNotes } from './CertificateNotes.tsx';
import { CertifiedTable } from './CertifiedTable.tsx';
import { CheckNote } from './CheckNote.tsx';
import { certifyFindingText } from './certifyFindingText.ts';
import { VoteFigure } from './VoteFigure.tsx';

/** The result column: finding, check, curves, table, what the certificates buy. */
export function CertifyResults() {
  const state = useLab((lab) => lab.certifying);
  const report = state.kind === 'idle' ? undefined : state.report;
  const rows = useMemo(() => (report ? certifiedRows(report) : []), [report]);
  const methods = new Set(rows.map(({ method }) => method));
  return (
    <div className="stack certify">
      <Heading state={state} report={report} />
      {state.kind === 'running' && <Running report={state.report} />}
      {state.kind === 'failed' && (
        <Note tone="danger" urgent>
          <FailureText failure={state.failure} />
        </Note>
      )}
      {report && rows.length > 0 && (
        <>
          <CheckNote report={report} />
          {(methods.has('interval') || methods.has('linear')) && <BoundsFigure report={report} rows={rows} />}
          {methods.has('smoothing') && <VoteFigure report={report} rows={rows} />}
          <CertifiedTable report={report} rows={rows} />
        </>
      )}
      <CertificateNotes />
    </div>
  );
}

function Heading({ state, report }: { readonly state: CertifyState; readonly report: CertifyReport | undefined }) {
  const voice = useVoice();
  const text = certifyFindingText(voice, report);
  const reading = report && readCertify(report.spec);
  return (
    <Finding
      kicker={reading?.kind === 'valid' ? voice.model(reading.spec.bare.model) : voice.say('certify.kicker')}
      text={text}
      spoken={state.kind === 'running' ? '' : text}
    />
  );
}

function Running({ report }: { readonly report: CertifyReport }) {
  const { say, percent } = useVoice();
  const { done, total } = certifyProgress(report);
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const text = share > 0 ? say('certify.runNote', { percent: percent(share) }) : say('certify.loading');
  return (
    <section className="fig">
      <div className="fig-body">
        <ProgressBar label={say('certify.running')} percent={100 * share} text={text} />
        <p className="small muted num">{text}</p>
      </div>
    </section>
  );
}
