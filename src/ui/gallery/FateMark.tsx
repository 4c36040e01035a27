import type { Fate } from '../../store/choices.ts';
import { useVoice } from '../lab.tsx';
import { CheckedIcon, HalfIcon, StopSignIcon, TriangleIcon } from '../parts/icons.tsx';

const looks = {
  fooled: { tone: 'danger', Icon: StopSignIcon },
  missed: { tone: 'caution', Icon: HalfIcon },
  held: { tone: 'ok', Icon: CheckedIcon },
  misclassified: { tone: 'wait', Icon: TriangleIcon },
} as const;

/** What became of an image, as a shape and a word. */
export function FateMark({ fate }: { readonly fate: Fate }) {
  const { say } = useVoice();
  const { tone, Icon } = looks[fate];
  return (
    <span className={`mark ${tone}`}>
      <Icon />
      {say(`fate.${fate}`)}
    </span>
  );
}
