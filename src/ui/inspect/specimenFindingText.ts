import { unreachable } from '../../core/errors.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { Examined } from '../../store/specimen.ts';
import { specimenFinding } from '../../store/specimenFinding.ts';
import { budgetText } from './budgetText.ts';
import { classNamesOf } from './classNames.ts';

/** What happened to the image, in one sentence. */
export function specimenFindingText(voice: Voice, { spec, cell, picture }: Examined): string {
  const { say, percent } = voice;
  const names = classNamesOf(spec.model, picture.cleanProbabilities.length, voice);
  const name = (k: number) => names[k] ?? String(k);
  const finding = specimenFinding(picture);
  const confidence = percent(finding.confidence);
  const epsilon = budgetText(spec.norm, cell.epsilon ?? picture.distance);
  const change = say(`single.change.${cell.epsilon === null ? 'found' : 'within'}.${spec.norm}`, { epsilon });
  switch (finding.kind) {
    case 'turned':
      return say('single.turned', { change, from: name(finding.from), to: name(finding.to), confidence });
    case 'missed':
      return say('single.missed', {
        from: name(finding.from),
        to: name(finding.to),
        target: name(picture.target),
        confidence,
      });
    case 'held': {
      const values = { from: name(finding.from), attack: voice.attackOf(spec, cell.attack), confidence, epsilon };
      return say(cell.epsilon === null ? 'single.heldAnywhere' : 'single.held', values);
    }
    case 'isTarget':
      return say('single.isTarget', { from: name(finding.from), confidence });
    case 'wrongBefore':
      return say('single.wrongBefore', { label: name(finding.label), from: name(finding.from), confidence });
    default:
      return unreachable(finding);
  }
}
