import { describeEpsilon } from '../../core/epsilon.ts';
import type { Report } from '../../spec/report.ts';
import { findingAt } from '../../store/finding.ts';
import { findingText } from '../findingText.ts';
import { useLab, useVoice } from '../lab.tsx';
import { Finding } from '../parts/Finding.tsx';

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
    <Finding
      kicker={voice.say('finding.kicker', { epsilon: describeEpsilon(epsilon) })}
      text={finding ? findingText(voice, finding) : voice.say(running ? 'finding.waiting' : 'finding.none')}
    />
  );
}
