import { withLevels } from '../../core/epsilon.ts';
import { useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Help } from './ParamField.tsx';

interface LevelsOfferProps {
  /** Budgets as somebody typed them. */
  readonly text: string;
  readonly largest: number;
  readonly onTake: (text: string) => void;
}

/** Offers to read budgets that are too large as grey levels; nothing where they do not look like it. */
export function LevelsOffer({ text, largest, onTake }: LevelsOfferProps) {
  const { say } = useVoice();
  const levels = withLevels(text, largest);
  if (levels === undefined) return null;
  return (
    <Help>
      {say('setup.epsilonsLevelsHelp')}{' '}
      <LinkButton onPress={() => onTake(levels)}>{say('setup.epsilonsLevels', { list: levels })}</LinkButton>
    </Help>
  );
}
