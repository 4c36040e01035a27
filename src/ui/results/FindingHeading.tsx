import { describeEpsilon } from '../../core/epsilon.ts';
import type { Report } from '../../spec/report.ts';
import { findingAt } from '../../store/finding.ts';
import { findingText } from '../findingText.ts';
import { useLab, useVoice } from '../lab.tsx';

interface FindingHeadingProps {
  readonly report: Report;
  readonly epsilon: number;
}

/** The page in one sentence. */
export function FindingHeading({ report, epsilon }: FindingHeadingProps) {
  const voice = useVoice();
  const running = useLab((state) => state.run.kind === 'running');
  const finding = findingAt(report, epsilon);
  return (
    <section aria-labelledby="finding">
      <p className="kicker">{voice.say('finding.kicker', { epsilon: describeEpsilon(epsilon) })}</p>
      <h1 className="finding" id="finding">
        {finding ? findingText(voice, finding) : voice.say(running ? 'finding.waiting' : 'finding.none')}
      </h1>
    </section>
  );
}
