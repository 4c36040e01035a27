import { useActions, useLab, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { warningTone } from '../results/warningTone.ts';

/** What the engine had to say about itself. */
export function Notices() {
  const { say, warning } = useVoice();
  const notices = useLab((state) => state.notices);
  const { dismissNotice } = useActions();
  if (notices.length === 0) return null;
  return (
    <section className="notices" aria-label={say('notice.label')}>
      {notices.map((notice) => (
        <Note
          key={notice.code + notice.message}
          tone={warningTone(notice.code)}
          action={<LinkButton onPress={() => dismissNotice(notice)}>{say('notice.dismiss')}</LinkButton>}
        >
          {warning(notice)}
        </Note>
      ))}
    </section>
  );
}
