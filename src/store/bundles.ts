import { type AttackId, attackIds, type CascadeId } from '../attacks/catalog.ts';
import { membersOfSet, type SetId } from '../attacks/sets.catalog.ts';
import type { Norm } from '../core/threat.ts';
import type { SpecText } from '../spec/spec.ts';
import { globalParams } from '../spec/specParams.ts';
import { namesIn, sameText } from './draft.ts';

export type BundleId = SetId | CascadeId;
export const bundleIds = ['live', 'lesson', 'autoattack', 'audit'] as const satisfies readonly BundleId[];

/** The draft with the attacks of a set, and their settings, instead of its own. */
export function withSet(draft: SpecText, set: SetId): SpecText {
  const members = membersOfSet(set, (draft.norm ?? globalParams.norm.default) as Norm); // the form offers norms
  const settings = Object.entries(members).flatMap(([id, own]) =>
    Object.entries(own).map(([key, value]) => [`${id}.${key}`, value] as const),
  );
  return { ...withoutAttacks(draft), attack: Object.keys(members).join(','), ...Object.fromEntries(settings) };
}

/** The draft with this attack alone. */
export const withOnly = (draft: SpecText, attack: AttackId): SpecText => ({ ...withoutAttacks(draft), attack });

/** Whether the attacks of a draft are just those of a set. */
export const holdsSet = (draft: SpecText, set: SetId): boolean =>
  sameText(attacksIn(withSet(draft, set)), attacksIn(draft));

export function withoutAttacks({ attack: _, ...draft }: SpecText): SpecText {
  return Object.fromEntries(Object.entries(draft).filter(([key]) => !isOfAttack(key)));
}

/** What a draft says of its attacks, and of no other. */
function attacksIn(draft: SpecText): SpecText {
  const names = namesIn(draft, 'attack');
  const used = Object.entries(draft).filter(([key]) => isOfAttack(key) && names.includes(headOf(key)));
  return { ...Object.fromEntries(used), attack: names.join(',') };
}

const headOf = (key: string) => key.slice(0, key.indexOf('.'));
const isOfAttack = (key: string) => (attackIds as readonly string[]).includes(headOf(key));
