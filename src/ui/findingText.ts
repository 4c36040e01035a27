import { unreachable } from '../core/errors.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Finding } from '../store/finding.ts';

/** One sentence a decision maker could repeat. */
export function findingText({ say, percent, defense }: Voice, finding: Finding): string {
  const names = 'defense' in finding ? { defense: defense(finding.defense) } : {};
  switch (finding.kind) {
    case 'nothing-fooled':
      return say('finding.nothing-fooled', { accuracy: percent(finding.accuracy) });
    case 'falls': {
      const values = { ...names, clean: percent(finding.clean), worst: percent(finding.worst) };
      return say(finding.defense === 'none' ? 'finding.falls' : 'finding.fallsDefended', values);
    }
    case 'illusion': {
      const values = { ...names, looked: percent(finding.looked), worst: percent(finding.worst) };
      return finding.without === undefined
        ? say('finding.illusion', values)
        : say('finding.illusionWithout', { ...values, without: percent(finding.without) });
    }
    case 'untested':
      return say('finding.untested', { ...names, looked: percent(finding.looked) });
    case 'helps':
    case 'hurts':
    case 'no-difference':
      return say(`finding.${finding.kind}`, {
        ...names,
        worst: percent(finding.worst),
        without: percent(finding.without),
      });
    case 'targeted':
      return say('finding.targeted', {
        ...names,
        success: percent(finding.success),
        against: percent(finding.against),
      });
    case 'targeted-only':
      return say('finding.targeted-only', { success: percent(finding.success) });
    default:
      return unreachable(finding);
  }
}
