import type { ComponentProps, ReactNode } from 'react';

type Name = Pick<ComponentProps<'section'>, 'aria-label' | 'aria-labelledby'>;

/** A region that scrolls sideways where it has to, which the keyboard must be able to reach. */
export function Scroll({ children, ...name }: Name & { readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="scroll" tabIndex={0} {...name}>
      {children}
    </section>
  );
}
