import type { ReactNode } from 'react';
import type { Report } from '../../spec/report.ts';
import { specOf } from '../../store/derived.ts';
import { attackIdentity } from '../chart/identity.ts';
import { Swatch } from '../chart/Swatch.tsx';
import { useVoice } from '../lab.tsx';
import type { Line } from './MatrixCell.tsx';

interface LineHeadProps {
  readonly report: Report;
  readonly line: Line;
  /** What an attack that did not adapt does not know; the defense where nothing else is said. */
  readonly unaware?: string;
  /** More about the attack. */
  readonly children?: ReactNode;
}

/** Who stands in a line of a table. */
export function LineHead({ report, line: { attack, adaptive }, unaware, children }: LineHeadProps) {
  const { say, attackOf } = useVoice();
  return (
    <th scope="row">
      <span className="who">
        <Swatch identity={attackIdentity(attack, { adaptive })} />
        {attackOf(specOf(report), attack)}
      </span>
      {!adaptive && <span className="tiny muted">{unaware ?? say('attack.notAdaptedNote')}</span>}
      {children}
    </th>
  );
}
