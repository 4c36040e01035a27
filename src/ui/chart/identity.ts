import { type AttackId, attackIds } from '../../attacks/catalog.ts';

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

type Look = Pick<Identity, 'color' | 'marker' | 'dash'>;

/** The attacks a reader meets most; the others take turns below. */
const attackLooks: Partial<Record<AttackId, Look>> = {
  fgsm: { color: 'var(--atk-fgsm)', marker: 'circle', dash: '6 3' },
  pgd: { color: 'var(--atk-pgd)', marker: 'square', dash: undefined },
  square: { color: 'var(--atk-square)', marker: 'diamond', dash: '2 3' },
};

const colors = ['cw', 'apgd', 'square', 'fgsm', 'pgd'].map((name) => `var(--atk-${name})`);
const markers = ['diamond', 'triangle', 'circle', 'square'] as const;
const dashes = ['2 3', '8 3 2 3', '10 3', '6 3', undefined, '1 2'];

/** Colour, marker and dash turn at different rates, so that no two neighbours look alike. */
function lookOf(attack: AttackId): Look {
  const i = attackIds.indexOf(attack);
  return (
    attackLooks[attack] ?? {
      color: colors[i % colors.length]!,
      marker: markers[i % markers.length]!,
      dash: dashes[i % dashes.length],
    }
  );
}

export const worstIdentity: Identity = {
  color: 'var(--atk-worst)',
  marker: 'none',
  dash: undefined,
  width: 2.8,
  open: false,
};

export function attackIdentity(attack: AttackId | 'worst', { adaptive }: { readonly adaptive: boolean }): Identity {
  if (attack === 'worst') return worstIdentity;
  return { ...lookOf(attack), width: adaptive ? 1.9 : 1.3, open: !adaptive };
}

/** The i-th of many series that have no look of their own. */
export const turnIdentity = (i: number): Identity => ({
  color: colors[i % colors.length]!,
  marker: markers[i % markers.length]!,
  dash: dashes[i % dashes.length],
  width: 1.9,
  open: false,
});

const defenseLooks: Readonly<Record<string, Look>> = {
  none: { color: 'var(--def-none)', marker: 'circle', dash: '2 3' },
  bits: { color: 'var(--def-bits)', marker: 'triangle', dash: '10 3' },
  median: { color: 'var(--def-median)', marker: 'diamond', dash: '8 3 2 3' },
  gaussian: { color: 'var(--def-gaussian)', marker: 'triangle', dash: '1 2' },
};
const chainLook = { color: 'var(--def-squeeze)', marker: 'square', dash: '6 3' } as const;

/** Used only where the series are defenses. */
export const defenseIdentity = (defense: string, { adaptive }: { readonly adaptive: boolean }): Identity => ({
  ...(defenseLooks[defense] ?? chainLook),
  width: adaptive ? 1.9 : 1.3,
  open: !adaptive,
});
