import { warningText } from '../../i18n/checkWords.ts';
import type { Report } from '../../spec/report.ts';
import { warningsOf } from '../../store/doubts.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { CheckedIcon, InfoIcon, StopSignIcon, TriangleIcon } from '../parts/icons.tsx';
import { byGravity, warningTone } from './warningTone.ts';

const icons = { ok: CheckedIcon, info: InfoIcon, caution: TriangleIcon, danger: StopSignIcon };

/** Everything that limits the numbers, the gravest first. */
export function Caveats({ report }: { readonly report: Report }) {
  const voice = useVoice();
  const { say } = voice;
  const found = [...warningsOf(report)].sort(byGravity);
  return (
    <Figure title={say('caveats.title')} about={say('caveats.sub')}>
      {found.length === 0 && <p className="small">{say('caveats.none')}</p>}
      <ul className="caveats">
        {found.map((known) => {
          const tone = warningTone(known.code);
          const Icon = icons[tone];
          return (
            <li key={known.code + known.message}>
              <Icon className={tone === 'info' ? 'wait' : tone} />
              <span>{warningText(voice, known)}</span>
            </li>
          );
        })}
      </ul>
    </Figure>
  );
}
