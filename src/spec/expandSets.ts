import type { AttackId } from '../attacks/catalog.ts';
import { isSet, membersOfSet, type SetId, type SetMembers } from '../attacks/sets.catalog.ts';
import type { Norm } from '../core/threat.ts';

/**
 * Sets replaced by their attacks and the settings they give them. An attack that stands by itself keeps its own, and of
 * two sets the first decides.
 */
export function expandSets(names: readonly (AttackId | SetId)[], norm: Norm): SetMembers {
  const all = new Map<string, Readonly<Record<string, string>>>();
  for (const name of names) {
    const members = isSet(name) ? Object.entries(membersOfSet(name, norm)) : [[name, {}] as const];
    for (const [id, settings] of members) {
      const alone = isSet(name) && names.some((other) => other === id);
      if (!alone && !all.has(id)) all.set(id, settings);
    }
  }
  return Object.fromEntries(all);
}
