import type { ModelCard } from '../../classifiers/card.ts';
import { wilson } from '../../core/stats.ts';
import { type DatasetId, datasetCards } from '../../datasets/catalog.ts';
import { useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Confusion } from './Confusion.tsx';
import { SaveModel } from './SaveModel.tsx';
import { trainCommand } from './trainCommand.ts';

/** Everything that is known about a model of the lab. */
export function ModelDialog({ card, onClose }: { readonly card: ModelCard; readonly onClose: () => void }) {
  const voice = useVoice();
  const { say, count, model, dataset } = voice;
  const names = voice.classNames(card.id, card.classNames);
  return (
    <LabDialog title={say('models.cardOf', { name: model(card.id) })} isOpen onClose={onClose} width="wide">
      <p>{voice.card(`models.${card.id}.summary`, card.summary)}</p>
      <dl className="kv">
        <dt>{say('models.data')}</dt>
        <dd>{dataset(card.dataset)}</dd>
        <dt>{say('models.training')}</dt>
        <dd lang="en">{card.training.images}</dd>
        <dt>{say('models.recipe')}</dt>
        <dd className="mono">{trainCommand(card)}</dd>
        <dt>{say('models.parameters')}</dt>
        <dd className="num">{count(card.parameters)}</dd>
        <dt>{say('models.cost')}</dt>
        <dd className="num">{count(card.multiplyAdds)}</dd>
        <dt>{say('models.licence')}</dt>
        <dd>{card.licence}</dd>
        <dt>{say('models.dataLicence')}</dt>
        <dd lang="en">{datasetCards[card.dataset as DatasetId].licence}</dd>
      </dl>
      <SaveModel id={card.id} formats={['tfjs', 'onnx']} />
      <PerClass card={card} names={names} />
      <Confusion matrix={card.confusion} names={names} />
    </LabDialog>
  );
}

function PerClass({ card, names }: { readonly card: ModelCard; readonly names: readonly string[] }) {
  const { say, percent, intervalAndN } = useVoice();
  return (
    <Scroll aria-label={say('models.perClass')}>
      <table className="data">
        <caption>{say('models.perClass')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('models.class')}</th>
            <th scope="col">{say('models.accuracy')}</th>
            <th scope="col">{say('models.mistaken')}</th>
          </tr>
        </thead>
        <tbody>
          {card.confusion.map((row, k) => {
            const rate = wilson(
              row[k]!,
              row.reduce((a, b) => a + b, 0),
            );
            return (
              <tr key={names[k]}>
                <th scope="row">{names[k]}</th>
                <td>
                  <b className="num">{percent(rate.value)}</b> <span className="ci">{intervalAndN(rate)}</span>
                </td>
                <td>{mistake(row, k, names, say)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

function mistake(row: readonly number[], k: number, names: readonly string[], say: ReturnType<typeof useVoice>['say']) {
  const wrong = row.map((count, j) => (j === k ? 0 : count));
  const most = Math.max(...wrong);
  if (most === 0) return say('models.noMistake');
  return say('models.mistakenFor', { name: names[wrong.indexOf(most)]!, count: most });
}
