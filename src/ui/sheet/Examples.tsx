import { describeEpsilon } from '../../core/epsilon.ts';
import type { SheetProps } from './Sheet.tsx';

/** The surest wrong answers, as pictures before and after. */
export function Examples({ card, voice, words }: SheetProps) {
  const { say, percent, count, classNames } = voice;
  const [first] = card.examples;
  const names = classNames(card.model.id, card.model.classNames);
  const name = (k: number) => names[k] ?? String(k);
  return (
    <section>
      <h2>{say('rc.examples')}</h2>
      {!first && <p className="muted tiny">{say('rc.noExamples')}</p>}
      {first && (
        <p className="muted tiny">
          {say('rc.examplesAbout', { attack: words.attack(0, first.attack), epsilon: describeEpsilon(first.epsilon) })}
        </p>
      )}
      <div className="examples">
        {card.examples.map(({ image, label, answer, confidence, clean, adversarial }) => (
          <figure key={image}>
            <img src={clean} alt={say('rc.exampleClean', { image: count(image), label: name(label) })} />
            <img src={adversarial} alt={say('rc.exampleAttacked', { image: count(image), answer: name(answer) })} />
            <figcaption>
              {say('rc.example', { label: name(label), answer: name(answer), confidence: percent(confidence) })}
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}
