import { chainName } from '../../defenses/catalog.ts';
import { membersOfKind } from '../../extraction/countermeasures.catalog.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { Outcome } from '../../spec/extractSummary.ts';
import type { ExtractState } from '../../store/extractActions.ts';
import { type ExtractView, stepBefore } from '../../store/extractView.ts';
import { chainNameOf, moneyText, settingText } from './extractNames.ts';

/** What the thefts have come to, in a sentence that a decision maker could repeat. */
export function extractFindingText(
  voice: Voice,
  state: ExtractState,
  view: ExtractView | undefined,
  outcome: Outcome | undefined,
): string {
  const { say, percent } = voice;
  if (!view || !outcome)
    return say(state.kind === 'running' ? 'ex.first' : state.kind === 'idle' ? 'ex.idle' : 'ex.nothing');
  const { lesson } = view;
  if (lesson)
    return say('ex.lesson', {
      measure: chainNameOf(voice, lesson.countermeasures),
      softBefore: percent(lesson.soft.before.value),
      softAfter: percent(lesson.soft.after.value),
      hardBefore: percent(lesson.hard.before.value),
      hardAfter: percent(lesson.hard.after.value),
    });
  return boughtText(voice, view, outcome);
}

/** What the money buys, and when somebody notices. */
function boughtText(voice: Voice, view: ExtractView, outcome: Outcome): string {
  const { say, percent, count } = voice;
  const { last, medianAlarm } = outcome;
  const values = { money: moneyText(voice, last.money), fidelity: percent(last.fidelity.value) };
  if (!isWatched(view, outcome)) return say('ex.finding', values);
  if (medianAlarm === null) return say('ex.findingQuiet', values);
  const before = stepBefore(view, outcome, medianAlarm);
  const query = count(medianAlarm);
  return before
    ? say('ex.findingAlarmAt', {
        ...values,
        query,
        at: count(before.queries),
        agreed: percent(before.fidelity.value),
      })
    : say('ex.findingAlarm', { ...values, query });
}

/** Whether a detector stands before the model. */
export const isWatched = ({ spec }: ExtractView, { countermeasures }: Pick<Outcome, 'countermeasures'>): boolean =>
  spec.chains.some((chain) => chainName(chain) === countermeasures && membersOfKind(chain, 'detection').length > 0);

export function extractKickerText(voice: Voice, view: ExtractView | undefined, outcome: Outcome | undefined): string {
  const { say, count } = voice;
  if (!view || !outcome) return say('ex.kickerIdle');
  const queries = count(outcome.last.queries);
  return view.lesson
    ? say('ex.kickerLesson', { queries })
    : say('ex.kicker', { queries, setting: settingText(voice, outcome) });
}
