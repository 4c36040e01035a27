import type { Norm } from '../core/threat.ts';
import type { AttackId } from './catalog.ts';

/** Attacks with the text of the settings that differ from their defaults. */
export type SetMembers = Readonly<Partial<Record<AttackId, Readonly<Record<string, string>>>>>;

/**
 * Names that stand for several attacks at once wherever an attack is named. They are only a way of writing: a link or a
 * report names the attacks themselves.
 *
 * `live` answers at once. `lesson` shows one attack of each kind in less than a minute or two; DDN is an l2 attack and
 * FMN stands for it elsewhere; what has no l1 form is left out there.
 */
const sets = {
  live: () => ({ fgsm: {}, pgd: { steps: '10', stepSize: '0.25' } }),
  lesson: (norm) => ({
    pgd: {},
    ...(norm !== 'l1' && { mifgsm: {}, deepfool: {} }),
    ...(norm === 'l2' ? { ddn: {} } : { fmn: {} }),
    square: { queries: '500' },
  }),
} as const satisfies Record<string, (norm: Norm) => SetMembers>;

export type SetId = keyof typeof sets;
export const setIds = Object.keys(sets) as SetId[];
export const isSet = (name: string): name is SetId => Object.hasOwn(sets, name);
export const membersOfSet = (id: SetId, norm: Norm): SetMembers => sets[id](norm);
