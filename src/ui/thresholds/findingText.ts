import type { Voice } from '../../i18n/voice.ts';
import { acceptedWrong, bandsOf, reviewLoad } from '../../spec/thresholds/bands.ts';
import type { ThresholdView } from '../../store/thresholds.ts';

/** What gets through and what people must look at, in one sentence each. */
export function findingText({ say, percent }: Voice, view: ThresholdView): string {
  const { board, policy, strongest, aware } = view;
  const clean = bandsOf(board.clean, policy);
  const attacked = strongest && bandsOf(strongest, policy);
  const load = percent(reviewLoad(clean, attacked, policy.attacked).value);
  if (!attacked) return say('th.findingClean', { share: percent(acceptedWrong(clean).value), load });
  const share = percent(acceptedWrong(attacked).value);
  return say(aware ? 'th.findingAware' : 'th.findingNaive', { share, load });
}
