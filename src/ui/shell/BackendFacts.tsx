import type { BackendReport } from '../../core/backend.ts';
import type { KernelChoice } from '../../core/kernelForms.ts';
import type { Say } from '../../i18n/messages.ts';
import { useLab, useVoice } from '../lab.tsx';
import { CheckedIcon, InfoIcon, StopSignIcon } from '../parts/icons.tsx';

/** What computes here, how it was chosen and tested, and what was turned down. */
export function BackendFacts({ report }: { readonly report: BackendReport }) {
  const { say, count } = useVoice();
  const speeds = useLab((state) => state.speeds);
  const refusal = report.stockKernels ?? report.slowerKernels;
  const speed = Object.entries(speeds).find(([name]) => name.startsWith(`${report.backend}/`))?.[1];
  return (
    <>
      <dl className="kv">
        <dt>{say('backend.name')}</dt>
        <dd>{say(`backend.${report.backend}`)}</dd>
        <dt>{say('backend.adapter')}</dt>
        <dd>{report.adapter}</dd>
        <dt>{say('backend.kernels')}</dt>
        <dd>{say(kernelsOf(report))}</dd>
        {refusal !== undefined && (
          <dd className="muted" lang="en">
            {refusal}
          </dd>
        )}
        {report.choice && <dt>{say('backend.choice')}</dt>}
        {report.choice && <dd>{choiceText(say, report.choice)}</dd>}
        {speed !== undefined && <dt>{say('backend.speed')}</dt>}
        {speed !== undefined && <dd>{say('backend.speedValue', { speed: count(Math.round(speed)) })}</dd>}
      </dl>
      <SelfTest report={report} />
      <section>
        <h3>{say('backend.rejected')}</h3>
        {report.rejected.length === 0 && <p className="small muted">{say('backend.none')}</p>}
        <ul className="checks">
          {report.rejected.map(({ backend, reason }) => (
            <li key={backend}>
              <InfoIcon className="wait" />
              <span>{say(`backend.${backend}`)}</span>
              <span className="d" lang="en">
                {reason}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

const kernelsOf = ({ stockKernels, slowerKernels }: BackendReport) =>
  stockKernels ? 'backend.kernels.stock' : slowerKernels ? 'backend.kernels.slower' : 'backend.kernels.ours';

const choiceText = (say: Say, { inputGradient, filterGradient, origin }: KernelChoice) =>
  say('backend.choiceValue', {
    input: say(`backend.form.${inputGradient[0]!}`),
    filter: say(`backend.form.${filterGradient[0]!}`),
    origin: say(`backend.origin.${origin}`),
  });

function SelfTest({ report: { checks } }: { readonly report: BackendReport }) {
  const { say } = useVoice();
  const passed = checks.filter(({ error, limit }) => error <= limit).length;
  return (
    <section>
      <h3>{say('backend.checks', { passed, total: checks.length })}</h3>
      <p className="small muted">{say('backend.checksNote')}</p>
      <ul className="checks">
        {checks.map(({ name, error, limit }) => (
          <li key={name}>
            {error <= limit ? <CheckedIcon className="ok" /> : <StopSignIcon className="danger" />}
            <span>{say(`backend.check.${name}`)}</span>
            <span className="muted num">
              {say('backend.check', { error: error.toExponential(1), limit: limit.toExponential(0) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
