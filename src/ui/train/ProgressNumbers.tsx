import type { CSSProperties } from 'react';
import { Group } from 'react-aria-components';
import type { Rate } from '../../core/stats.ts';
import { points } from '../../i18n/numberWords.ts';
import type { Course } from '../../store/trainingCourse.ts';
import { useVoice } from '../lab.tsx';
import { IntervalBar } from '../results/IntervalBar.tsx';
import { budgetText } from './trainingFindingText.ts';

/** Accuracy of the newest whole epoch on held-out images, clean and under attack. */
export function ProgressNumbers({ course }: { readonly course: Course }) {
  const { say } = useVoice();
  const last = course.epochs.at(-1);
  if (!last) return null;
  const { epoch, accuracy, robust } = last;
  return (
    <section
      className="nums"
      aria-label={say('train.numbers')}
      style={{ '--columns': robust ? 2 : 1 } as CSSProperties /* React types know no custom properties */}
    >
      <Measured what={say('train.clean', { epoch })} rate={accuracy} note={say('train.heldOut')} />
      {robust && (
        <Measured
          what={say('train.robust', { epsilon: budgetText(course), epoch })}
          rate={robust}
          note={say('train.upperBound')}
        />
      )}
    </section>
  );
}

function Measured({ what, rate, note }: { readonly what: string; readonly rate: Rate; readonly note: string }) {
  const { intervalAndN } = useVoice();
  return (
    <Group className="measure" aria-label={what}>
      <p className="what">{what}</p>
      <p className="val num">
        {points(rate.value)}
        <small>{percentSign}</small>
      </p>
      <IntervalBar rate={rate} />
      <p className="ci num">{intervalAndN(rate)}</p>
      <p className="ci">{note}</p>
    </Group>
  );
}

const percentSign = '%';
