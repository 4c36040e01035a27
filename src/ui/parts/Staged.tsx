import { Children, type ReactNode, startTransition, useEffect, useState } from 'react';

/**
 * Mounts its children one after the other, each in a task of its own. React draws in slices but mounts in one piece, and
 * the whole page in one piece would hold up the main thread for longer than a blink.
 */
export function Staged({ children }: { readonly children: ReactNode }) {
  const parts = Children.toArray(children);
  const [shown, setShown] = useState(1);
  useEffect(() => {
    if (shown >= parts.length) return;
    const timer = setTimeout(() => startTransition(() => setShown(shown + 1)));
    return () => clearTimeout(timer);
  }, [shown, parts.length]);
  return parts.slice(0, shown);
}
