import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';

interface LinkButtonProps {
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

/** A small action that reads like a link. */
export const LinkButton = ({ onPress, isDisabled = false, children }: LinkButtonProps) => (
  <Button className="linkbtn" onPress={onPress} isDisabled={isDisabled}>
    {children}
  </Button>
);
