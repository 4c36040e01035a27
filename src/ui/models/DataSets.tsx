import type { DatasetCard } from '../../datasets/card.ts';
import { datasetCards } from '../../datasets/catalog.ts';
import { useVoice } from '../lab.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { shapeText } from './shapeText.ts';

/** The data sets of the lab: what they are, whose, and under which terms. */
export function DataSets() {
  const voice = useVoice();
  const { say, count, dataset } = voice;
  return (
    <section className="fig">
      <div className="fig-head">
        <h2>{say('models.sets')}</h2>
      </div>
      <div className="fig-body">
        <Scroll aria-label={say('models.sets')}>
          <table className="sets">
            <thead>
              <tr>
                <th scope="col">{say('models.set')}</th>
                <th scope="col">{say('models.images')}</th>
                <th scope="col">{say('models.sizeOfImage')}</th>
                <th scope="col">{say('models.classes')}</th>
                <th scope="col">{say('models.source')}</th>
                <th scope="col">{say('models.licence')}</th>
              </tr>
            </thead>
            <tbody>
              {Object.values<DatasetCard>(datasetCards).map((card) => (
                <tr key={card.id}>
                  <th scope="row">
                    <b>{dataset(card.id)}</b>
                    <span className="help">{voice.card(`datasets.${card.id}.summary`, card.summary)}</span>
                    {card.local && <span className="tag">{say('models.local')}</span>}
                  </th>
                  <td className="num">{count(card.size)}</td>
                  <td className="num">{shapeText(card.shape)}</td>
                  <td className="num">{card.classNames.length}</td>
                  <td lang="en">{card.source}</td>
                  <td lang="en">{card.licence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
    </section>
  );
}
