import type { TrainedModel } from '../../store/training.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { saveFile } from '../saveFile.ts';

/** Models that were trained here, each with its best epoch. */
export function TrainedModels() {
  const { say } = useVoice();
  const trained = useLab((state) => state.trained);
  if (trained.length === 0) return null;
  return (
    <div className="fig">
      <div className="fig-head">
        <h2 id="trained">{say('train.models')}</h2>
      </div>
      <div className="fig-body">
        <Scroll aria-labelledby="trained">
          <table>
            <thead>
              <tr>
                <th scope="col">{say('strip.model')}</th>
                <th scope="col">{say('train.column.epoch')}</th>
                <th scope="col">{say('train.column.clean')}</th>
                <th scope="col">{say('train.column.robust')}</th>
                <th scope="col">{say('train.column.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {trained.map((model) => (
                <Line key={model.recipe.id} model={model} />
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
    </div>
  );
}

function Line({ model }: { readonly model: TrainedModel }) {
  const { say, rate } = useVoice();
  const { forgetTrained, takeModel, goTo } = useActions();
  const kept = useLab((state) => state.own.some(({ id }) => id === model.own));
  const { recipe, epoch, accuracy, robust, own } = model;
  return (
    <tr>
      <th scope="row">{recipe.id}</th>
      <td className="num">{epoch}</td>
      <td className="num">{rate(accuracy)}</td>
      <td className="num">{robust ? rate(robust) : say('train.notTrainedFor')}</td>
      <td>
        <span className="btns">
          {kept && own !== undefined && (
            <LinkButton
              onPress={() => {
                takeModel(own);
                goTo('evaluate');
              }}
            >
              {say('train.evaluate')}
            </LinkButton>
          )}
          <LinkButton onPress={() => void download(model)}>{say('train.download')}</LinkButton>
          <LinkButton onPress={() => void forgetTrained(recipe.id)}>{say('train.delete')}</LinkButton>
        </span>
      </td>
    </tr>
  );
}

/** The files and the recipe they were made by, in one archive. */
async function download({ recipe, files }: TrainedModel): Promise<void> {
  const { zipSync } = await import('fflate');
  const archive = zipSync({
    ...files,
    'recipe.json': new TextEncoder().encode(`${JSON.stringify(recipe, null, 2)}\n`),
  });
  saveFile(`${recipe.id}.zip`, 'application/zip', archive as Uint8Array<ArrayBuffer>); // never shared
}
