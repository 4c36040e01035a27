import { useMemo, useState } from 'react';
import type { Examined } from '../../store/specimen.ts';
import { radiusOf } from '../../store/specimen.ts';
import { amplification, drawPerturbation } from '../gallery/perturbation.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { useKeys } from '../shell/useKeys.ts';
import { Flip } from './Flip.tsx';
import { Loupe } from './Loupe.tsx';
import { Origin } from './Origin.tsx';
import { mostTimes, SideBySide } from './SideBySide.tsx';

const views = ['side', 'flip', 'loupe'] as const;

/** Figure 1: clean + perturbation = adversarial. */
export function CompareFigure({ shown }: { readonly shown: Examined }) {
  const { say } = useVoice();
  const [view, setView] = useState<(typeof views)[number]>('side');
  const [chosen, setTimes] = useState<number>();
  const { picture, spec } = shown;
  const fitting = amplification(spec.norm, radiusOf(shown), picture.clean.length);
  const times = chosen ?? fitting;
  const delta = useMemo(() => drawPerturbation(picture.clean, picture.adversarial, times), [picture, times]);
  useKeys((key) => (key === 'a' ? () => setTimes(times * 2 > mostTimes ? 1 : times * 2) : undefined));
  return (
    <Figure
      number={say('fig.one')}
      title={say('single.compare')}
      choice={
        <Segmented
          label={say('single.view')}
          value={view}
          options={views.map((value) => ({ value, text: say(`single.view.${value}`) }))}
          onChange={setView}
        />
      }
      foot={<Origin spec={spec} />}
    >
      {view === 'side' && <SideBySide shown={shown} delta={delta} times={times} onTimes={setTimes} />}
      {view === 'flip' && <Flip shown={shown} />}
      {view === 'loupe' && <Loupe shown={shown} delta={delta} times={times} />}
    </Figure>
  );
}
