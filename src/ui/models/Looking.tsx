import type { CheckingState, LookStep } from '../../store/owning.ts';
import { useActions, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { megabytes } from './shapeText.ts';

type LookingState = Extract<CheckingState, { kind: 'looking' }>;

const steps = ['reading', 'opening', 'trying'] as const satisfies readonly LookStep['kind'][];

/** How far the look into files that were dropped is, and a way to stop it. */
export function Looking({ checking: { name, step } }: { readonly checking: LookingState }) {
  const { say } = useVoice();
  const { closeCheck } = useActions();
  const number = steps.indexOf(step.kind);
  const within = step.kind === 'reading' && step.total > 0 ? step.done / step.total : 0;
  const read = step.kind === 'reading' ? { done: megabytes(step.done), total: megabytes(step.total) } : {};
  const text = say('models.step', {
    number: number + 1,
    of: steps.length,
    text: say(`models.step.${step.kind}`, read),
  });
  return (
    <div className="fig looking working">
      <p role="status">{say('models.looking', { name })}</p>
      <ProgressBar
        label={say('models.looking', { name })}
        percent={(100 * (number + within)) / steps.length}
        text={text}
      />
      <span className="tiny muted num">{text}</span>
      <LinkButton onPress={closeCheck}>{say('images.stop')}</LinkButton>
    </div>
  );
}
