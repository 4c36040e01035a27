import type { Voice } from '../../i18n/voice.ts';
import type { Report } from '../../spec/report.ts';
import type { AttackGroup } from '../../spec/thresholds/board.ts';
import { specOf } from '../../store/derived.ts';

/** Name of an attack as the rows and keys of this page have it. */
export function attackName(voice: Voice, report: Report, { cell }: AttackGroup): string {
  const name = voice.attackOf(specOf(report), cell.attack);
  return cell.adaptive || cell.attack === 'worst' ? name : voice.say('attack.unadapted', { attack: name });
}
