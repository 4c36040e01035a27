import { type CSSProperties, Fragment } from 'react';
import type { Cell } from '../../spec/cells.ts';
import type { Report } from '../../spec/report.ts';
import type { Outcome } from '../../spec/summary.ts';
import type { Picture } from '../../store/labState.ts';
import { attackIdentity } from '../chart/identity.ts';
import { useVoice } from '../lab.tsx';
import { reportClassNames } from './reportClassNames.ts';

interface ProbabilityBarsProps {
  readonly report: Report;
  readonly cell: Cell;
  readonly outcome: Outcome;
  readonly picture: Picture;
}

/** What the defended model believes in, class by class, before and after. */
export function ProbabilityBars({ report, cell, outcome, picture }: ProbabilityBarsProps) {
  const voice = useVoice();
  const { say } = voice;
  const names = reportClassNames(report, voice);
  const { color } = attackIdentity(cell.attack, cell);
  return (
    <section>
      <h3>{say('inspect.probabilities')}</h3>
      <div className="probs">
        <span className="hd">{say('inspect.class')}</span>
        <span className="hd">{say('inspect.before')}</span>
        <span />
        <span className="hd">{say('inspect.after')}</span>
        <span />
        {names.map((name, k) => (
          <Fragment key={name}>
            <span className={k === outcome.label ? 'on' : undefined}>{name}</span>
            <Bar share={picture.cleanProbabilities[k] ?? 0} chosen={k === outcome.clean} />
            <Bar share={picture.adversarialProbabilities[k] ?? 0} chosen={k === outcome.adversarial} color={color} />
          </Fragment>
        ))}
      </div>
    </section>
  );
}

interface BarProps {
  readonly share: number;
  readonly chosen: boolean;
  readonly color?: string;
}

function Bar({ share, chosen, color }: BarProps) {
  const { percent } = useVoice();
  const style = { '--p': 100 * share, '--c': color } as CSSProperties; // React types know no custom properties
  return (
    <>
      <span className="tk" style={style}>
        <i />
      </span>
      <span className={chosen ? 'num right on' : 'num right'}>{percent(share)}</span>
    </>
  );
}
