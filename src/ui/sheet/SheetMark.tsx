import type { ReactNode } from 'react';
import { CheckedIcon, HalfIcon, PendingIcon, StopSignIcon, TriangleIcon } from '../parts/icons.tsx';

const looks = {
  ok: CheckedIcon,
  caution: HalfIcon,
  danger: TriangleIcon,
  failed: StopSignIcon,
  wait: PendingIcon,
} as const;

export type MarkTone = keyof typeof looks;

/** A shape and a word; on paper there is nothing to press. */
export function SheetMark({ tone, children }: { readonly tone: MarkTone; readonly children: ReactNode }) {
  const Icon = looks[tone];
  return (
    <span className={`mark ${tone === 'failed' ? 'danger' : tone}`}>
      <Icon />
      {children}
    </span>
  );
}
