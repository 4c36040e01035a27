import { Button } from 'react-aria-components';
import { useActions, useLab, useVoice } from '../lab.tsx';

/** Models that were trained on the page; looked at and kept like any other. */
export function TrainedModels() {
  const { say, rate } = useVoice();
  const trained = useLab((state) => state.trained);
  const { checkModel } = useActions();
  if (trained.length === 0) return null;
  return (
    <>
      <h3>{say('models.trained')}</h3>
      <ul className="checks">
        {trained.map(({ recipe, accuracy, files }) => (
          <li key={recipe.id}>
            <span>{recipe.id}</span>
            <span className="d num">{rate(accuracy)}</span>
            <Button
              className="btn"
              onPress={() =>
                void checkModel(recipe.id, { 'model.json': files['model.json'], 'weights.bin': files['weights.bin'] })
              }
            >
              {say('models.check')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
