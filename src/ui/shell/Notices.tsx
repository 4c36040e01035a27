import { noticeSeverity } from '../../spec/noticeSeverity.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { severityTone } from '../parts/severityTone.ts';

/** What the engine had to say about itself. */
export function Notices() {
  const { say, notice: text } = useVoice();
  const notices = useLab((state) => state.notices);
  const { dismissNotice } = useActions();
  if (notices.length === 0) return null;
  return (
    <section className="notices" aria-label={say('notice.label')}>
      {notices.map((notice) => (
        <Note
          key={notice.code + notice.message}
          tone={severityTone[noticeSeverity(notice.code)]}
          action={<LinkButton onPress={() => dismissNotice(notice)}>{say('notice.dismiss')}</LinkButton>}
        >
          {text(notice)}
        </Note>
      ))}
    </section>
  );
}
