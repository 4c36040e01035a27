import type { Rate } from '../../core/stats.ts';
import type { Course } from '../../store/trainingCourse.ts';
import { useVoice } from '../lab.tsx';
import { KeyNumber, KeyNumberRow } from '../parts/KeyNumber.tsx';
import { budgetText } from './trainingFindingText.ts';

/** Accuracy of the newest whole epoch on held-out images, clean and under attack. */
export function ProgressNumbers({ course }: { readonly course: Course }) {
  const { say } = useVoice();
  const last = course.epochs.at(-1);
  if (!last) return null;
  const { epoch, accuracy, robust } = last;
  return (
    <KeyNumberRow label={say('train.numbers')} columns={robust ? 2 : 1}>
      <Measured what={say('train.clean', { epoch })} rate={accuracy} note={say('train.heldOut')} />
      {robust && (
        <Measured
          what={say('train.robust', { epsilon: budgetText(course), epoch })}
          rate={robust}
          note={say('train.upperBound')}
        />
      )}
    </KeyNumberRow>
  );
}

function Measured({ what, rate, note }: { readonly what: string; readonly rate: Rate; readonly note: string }) {
  const { intervalAndN } = useVoice();
  return (
    <KeyNumber what={what} rate={rate}>
      <p className="ci num">{intervalAndN(rate)}</p>
      <p className="ci">{note}</p>
    </KeyNumber>
  );
}
