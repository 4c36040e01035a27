/** How a class looks on the landscape: a colour, and a pattern for those who do not see it. */
export interface ClassLook {
  readonly color: string;
  /** Lines or dots of a tile of 8 × 8; undefined is plain. */
  readonly pattern: string | undefined;
}

const plain: ClassLook = { color: 'var(--def-none)', pattern: undefined };
const hatch = 'M-2 2l4-4M0 8l8-8M6 10l4-4';

const others: readonly ClassLook[] = [
  { color: 'var(--def-squeeze)', pattern: 'M2 2h1M6 6h1' },
  { color: 'var(--atk-square)', pattern: 'M0 4h8' },
  { color: 'var(--def-noise)', pattern: 'M4 0v8' },
  { color: 'var(--def-bits)', pattern: 'M-2 6l4 4M0 0l8 8M6 -2l4 4' },
  { color: 'var(--def-median)', pattern: 'M0 4h8M4 0v8' },
  { color: 'var(--atk-cw)', pattern: 'M1 4h3M5 0h3' },
];

/** The clean class is plain grey, the class the attack reached has its colour, the others take turns. */
export function classLooks(
  classes: readonly number[],
  { from, to, color }: { readonly from: number; readonly to: number; readonly color: string },
): ReadonlyMap<number, ClassLook> {
  const rest = classes.filter((k) => k !== from && k !== to);
  return new Map([
    [to, { color, pattern: hatch }],
    [from, plain],
    ...rest.map((k, i) => [k, others[i % others.length]!] as const),
  ]);
}
