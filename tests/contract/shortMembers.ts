import type { Member } from '../../src/attacks/members.ts';
import type { Norm } from '../../src/core/threat.ts';

type Members = typeof import('../../src/attacks/members.ts');

/**
 * A cascade has no settings of its own to make it short: its members get smaller numbers here. For `vi.mock`, so nothing
 * may be imported here by value that imports the members.
 */
export async function withShortMembers(original: () => Promise<Members>, few: Readonly<Record<string, number>>) {
  const { autoAttackMembers, auditMembers, ...rest } = await original();
  const shorten = ({ params, ...member }: Member): Member => {
    const entries = Object.entries(params).map(([key, value]) => [key, few[key] ?? value]);
    return { ...member, params: Object.fromEntries(entries) } as Member; // the same settings with smaller numbers
  };
  return {
    ...rest,
    autoAttackMembers: (norm: Norm) => autoAttackMembers(norm).map(shorten),
    auditMembers: (norm: Norm, share: number) => auditMembers(norm, share).map(shorten),
  };
}

/** What a small linear victim needs no more of. */
export const fewest = { steps: 3, restarts: 1, targets: 1, queries: 40, rounds: 2, constant: 10 };
