import { createContext, type ReactNode, useContext } from 'react';
import { Popover, type PopoverProps } from 'react-aria-components';

interface LabPopoverProps {
  readonly placement?: PopoverProps['placement'];
  /** `text` has room around it, `list` has its own. */
  readonly kind: 'text' | 'list';
  readonly children: ReactNode;
}

/** Element inside `main` that popovers are put into, so that they belong to a landmark. */
export const PopoverHome = createContext<HTMLElement | null>(null);

export function LabPopover({ placement, kind, children }: LabPopoverProps) {
  const home = useContext(PopoverHome);
  return (
    <Popover
      className={kind === 'text' ? 'popover pad' : 'popover'}
      {...(placement && { placement })}
      {...(home && { UNSTABLE_portalContainer: home })}
    >
      {children}
    </Popover>
  );
}
