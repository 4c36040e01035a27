import { useState } from 'react';
import type { Cell } from '../../spec/cells.ts';
import type { Report } from '../../spec/report.ts';
import type { Outcome } from '../../spec/summary.ts';
import type { Picture } from '../../store/labState.ts';
import { useVoice } from '../lab.tsx';
import { Slider } from '../parts/Slider.tsx';
import { Pixels } from './Pixels.tsx';
import { TraceChart } from './TraceChart.tsx';

interface TraceSectionProps {
  readonly report: Report;
  readonly cell: Cell;
  readonly outcome: Outcome;
  /** With its trace, once it is there. */
  readonly picture: Picture | undefined;
}

/** The path of an attack, step by step. */
export function TraceSection({ outcome, picture }: TraceSectionProps) {
  const { say } = useVoice();
  return (
    <section>
      <h3>{say('inspect.trace')}</h3>
      {!picture && (
        <p className="small muted" role="status">
          {say('inspect.traceLoading')}
        </p>
      )}
      {picture && picture.trace.length < 2 && <p className="small muted">{say('inspect.traceNone')}</p>}
      {picture && picture.trace.length >= 2 && <Trace key={picture.image} picture={picture} outcome={outcome} />}
    </section>
  );
}

function Trace({ picture, outcome: { label } }: { readonly picture: Picture; readonly outcome: Outcome }) {
  const { say, percent } = useVoice();
  const { trace, shape, image } = picture;
  const last = trace.length - 1;
  const [step, setStep] = useState(last);
  const at = trace[step]!;
  const words = say('inspect.stepText', {
    gain: at.gain[0]!.toFixed(2),
    confidence: percent(at.probabilities[label]!),
  });
  return (
    <div className="trace">
      <Pixels pixels={at.pixels} shape={shape} label={say('picture.step', { image, step })} />
      <TraceChart trace={trace} label={label} step={step} />
      <div className="step">
        <div className="lab">
          <span>{say('inspect.stepValue', { step, total: last })}</span>
          <span className="v num">{words}</span>
        </div>
        <Slider
          label={say('inspect.step')}
          valueText={`${say('inspect.stepValue', { step, total: last })}, ${words}`}
          min={0}
          max={last}
          value={step}
          onChange={setStep}
        />
        <p className="help">{say('inspect.traceNote')}</p>
      </div>
    </div>
  );
}
