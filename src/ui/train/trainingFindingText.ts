import { formatEpsilon } from '../../core/epsilon.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { TrainingState } from '../../store/training.ts';
import { beforeTraining, type Course } from '../../store/trainingCourse.ts';

/** What training has come to, in a sentence that a decision maker could repeat. */
export function trainingFindingText(voice: Voice, training: TrainingState): string {
  const { say, percent } = voice;
  if (training.kind === 'idle') return say('train.idle');
  const { course } = training;
  const best = course.epochs.find(({ epoch }) => epoch === course.best);
  if (!best) return say(training.kind === 'running' ? 'train.first' : 'train.nothing');
  const values = { epoch: best.epoch, clean: percent(best.accuracy.value) };
  if (!best.robust) return say('train.findingClean', values);
  const robust = { ...values, robust: percent(best.robust.value), epsilon: budgetText(course) };
  const before = beforeTraining(course)?.robust;
  return before
    ? say('train.findingTuned', { ...robust, before: percent(before.value) })
    : say('train.finding', robust);
}

export const budgetText = ({ recipe: { method } }: Course): string =>
  'epsilon' in method ? formatEpsilon(method.epsilon) : '';
