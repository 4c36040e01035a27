import { isMessageKey } from '../../i18n/messages.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { ExtractView } from '../../store/extractView.ts';

/** Where the numbers come from, in one line. */
export function extractProvenance({ report: { setting }, spec }: ExtractView, voice: Voice): string {
  const { say, count, model } = voice;
  const backend = `backend.${setting?.backend ?? ''}`;
  return say('ex.provenance', {
    n: count(spec.victim.count),
    seeds: seedsText(spec, voice),
    backend: isMessageKey(backend) ? say(backend) : (setting?.backend ?? ''),
    model: model(spec.victim.model),
  });
}

function seedsText({ victim: { seed }, settings: { seeds } }: ExtractView['spec'], { say }: Voice): string {
  return seeds > 1 ? say('ex.seedMany', { first: seed, last: seed + seeds - 1 }) : say('ex.seedOne', { seed });
}
