import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Examined } from '../../store/specimen.ts';
import { largestAt } from '../../store/specimenFinding.ts';
import { Pixels } from '../gallery/Pixels.tsx';
import { useVoice } from '../lab.tsx';
import { classNamesOf } from './classNames.ts';
import { useReducedMotion } from './useReducedMotion.ts';

const flipMs = 500; // two changes a second; three is the most that is allowed

/** The clean and the attacked image in one place, one after the other. */
export function Flip({ shown: { picture, spec } }: { readonly shown: Examined }) {
  const voice = useVoice();
  const { say, percent } = voice;
  const still = useReducedMotion();
  const [after, setAfter] = useState(false);
  const [chosen, setChosen] = useState(true);
  const moving = chosen && !still;
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => setAfter((now) => !now), flipMs);
    return () => clearInterval(timer);
  }, [moving]);
  const { image, shape, cleanProbabilities, adversarialProbabilities } = picture;
  const names = classNamesOf(spec.model, cleanProbabilities.length, voice);
  const probabilities = after ? adversarialProbabilities : cleanProbabilities;
  const answer = largestAt(probabilities);
  const label = names[picture.label] ?? picture.label;
  return (
    <div className="flip">
      <figure className="pic">
        <figcaption>
          <b>{say(after ? 'inspect.adversarial' : 'inspect.clean')}</b>
          <span className="muted">
            {say('inspect.seenAs', { answer: names[answer] ?? answer, confidence: percent(probabilities[answer]!) })}
          </span>
        </figcaption>
        <Pixels
          pixels={after ? picture.adversarial : picture.clean}
          shape={shape}
          label={after ? say('picture.adversarial', { image }) : say('picture.clean', { image, label })}
        />
      </figure>
      <div className="btns">
        {!still && (
          <Button className="btn" onPress={() => setChosen(!chosen)}>
            {say(moving ? 'single.pause' : 'single.play')}
          </Button>
        )}
        {!moving && (
          <Button className="btn" onPress={() => setAfter(!after)}>
            {say('single.other')}
          </Button>
        )}
      </div>
    </div>
  );
}
