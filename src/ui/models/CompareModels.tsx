import { useState } from 'react';
import type { ModelCard } from '../../classifiers/card.ts';
import { type ModelId, modelCards, modelIds } from '../../classifiers/catalog.ts';
import { wilson } from '../../core/stats.ts';
import { useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { shapeText } from './shapeText.ts';

/** Two models of the lab, fact by fact. */
export function CompareModels() {
  const { say, model } = useVoice();
  const [chosen, setChosen] = useState<readonly [ModelId, ModelId]>([modelIds[0]!, modelIds[1]!]); // there are several
  const options = modelIds.map((value) => ({ value, text: model(value) }));
  const [first, second] = chosen;
  return (
    <section className="fig">
      <div className="fig-head">
        <h2>{say('models.compare')}</h2>
      </div>
      <div className="fig-body">
        <div className="pickers">
          <Picker
            label={say('models.first')}
            value={first}
            options={options}
            onChange={(id) => setChosen([id, second])}
          />
          <Picker
            label={say('models.second')}
            value={second}
            options={options}
            onChange={(id) => setChosen([first, id])}
          />
        </div>
        <Facts cards={[modelCards[first], modelCards[second]]} />
      </div>
    </section>
  );
}

function Facts({ cards }: { readonly cards: readonly [ModelCard, ModelCard] }) {
  const { say, count, dataset, rate, model, card } = useVoice();
  const rows: readonly (readonly [string, (shown: ModelCard) => string])[] = [
    [say('models.clean'), ({ accuracy }) => rate(wilson(accuracy.count, accuracy.n))],
    [
      say('models.robust', { eps: cards.find(({ robust }) => robust)?.robust?.spec.eps ?? '' }),
      ({ robust }) => (robust ? rate(wilson(robust.count, robust.n)) : say('models.none')),
    ],
    [say('models.data'), ({ dataset: id }) => dataset(id)],
    [say('models.method'), ({ id, summary }) => card(`models.${id}.summary`, summary)],
    [say('models.input'), ({ inputShape }) => shapeText(inputShape)],
    [say('models.parameters'), ({ parameters }) => count(parameters)],
    [say('models.cost'), ({ multiplyAdds }) => count(multiplyAdds)],
    [say('models.licence'), ({ licence }) => licence],
  ];
  return (
    <table className="compare">
      <thead>
        <tr>
          <th scope="col">{say('models.fact')}</th>
          {cards.map(({ id }, i) => (
            <th scope="col" key={`${id}${String(i)}`}>
              {model(id)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, of]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{of(cards[0])}</td>
            <td>{of(cards[1])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
