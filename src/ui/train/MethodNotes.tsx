import { methodCards } from '../../training/methods.catalog.ts';
import { useLab, useVoice } from '../lab.tsx';

/** What the method of the run, or of the form before there is one, buys and does not buy. */
export function MethodNotes() {
  const { say, card } = useVoice();
  const method = useLab(({ training, trainingText }) =>
    training.kind === 'idle' ? (trainingText.method ?? 'fast') : training.course.recipe.method.kind,
  ) as keyof typeof methodCards; // the picker offers ids only
  const { title, strengths, weaknesses } = methodCards[method];
  const path = `methods.${method}`;
  return (
    <section className="fig" aria-labelledby="method-notes">
      <div className="fig-head">
        <h2 id="method-notes">{card(`${path}.title`, title)}</h2>
      </div>
      <div className="fig-body cols-2 prose">
        <div>
          <h3>{say('train.buys')}</h3>
          <p>{card(`${path}.strengths`, strengths)}</p>
        </div>
        <div>
          <h3>{say('train.buysNot')}</h3>
          <p>{card(`${path}.weaknesses`, weaknesses)}</p>
        </div>
      </div>
    </section>
  );
}
