import type { AttackId } from '../../attacks/catalog.ts';

export type Marker = 'circle' | 'square' | 'triangle' | 'diamond' | 'none';

/** How a series looks, everywhere: colour, marker and dash, so that it never hangs on colour alone. */
export interface Identity {
  /** CSS colour. */
  readonly color: string;
  readonly marker: Marker;
  /** SVG dash pattern; undefined is a solid line. */
  readonly dash: string | undefined;
  readonly width: number;
  /** Open markers and a lighter line: the attack did not adapt. */
  readonly open: boolean;
}

const attackLooks: Record<AttackId, Pick<Identity, 'color' | 'marker' | 'dash'>> = {
  fgsm: { color: 'var(--atk-fgsm)', marker: 'circle', dash: '6 3' },
  bim: { color: 'var(--atk-bim)', marker: 'triangle', dash: '10 3' },
  pgd: { color: 'var(--atk-pgd)', marker: 'square', dash: undefined },
};

export const worstIdentity: Identity = {
  color: 'var(--atk-worst)',
  marker: 'none',
  dash: undefined,
  width: 2.8,
  open: false,
};

export function attackIdentity(attack: AttackId | 'worst', { adaptive }: { readonly adaptive: boolean }): Identity {
  if (attack === 'worst') return worstIdentity;
  return { ...attackLooks[attack], width: adaptive ? 1.9 : 1.3, open: !adaptive };
}

const defenseLooks: Readonly<Record<string, Pick<Identity, 'color' | 'marker' | 'dash'>>> = {
  none: { color: 'var(--def-none)', marker: 'circle', dash: '2 3' },
  bits: { color: 'var(--def-bits)', marker: 'triangle', dash: '10 3' },
  median: { color: 'var(--def-median)', marker: 'diamond', dash: '8 3 2 3' },
};
const chainLook = { color: 'var(--def-squeeze)', marker: 'square', dash: '6 3' } as const;

/** Used only where the series are defenses. */
export const defenseIdentity = (defense: string, { adaptive }: { readonly adaptive: boolean }): Identity => ({
  ...(defenseLooks[defense] ?? chainLook),
  width: adaptive ? 1.9 : 1.3,
  open: !adaptive,
});
