import { Button } from 'react-aria-components';
import { useActions, useLab, useVoice } from '../lab.tsx';

/** Models that were trained on the page; looked at and kept like any other. */
export function TrainedModels() {
  const { say, rate } = useVoice();
  const everything = useLab((state) => state.trained);
  const own = useLab((state) => state.own);
  const { checkModel } = useActions();
  const trained = everything.filter((model) => !own.some(({ id }) => id === model.own)); // those have a card
  if (trained.length === 0) return null;
  return (
    <>
      <h3>{say('models.trained')}</h3>
      <ul className="checks">
        {trained.map(({ recipe, accuracy, files }) => (
          <li key={recipe.id}>
            <span>{recipe.id}</span>
            <span className="d num">{rate(accuracy)}</span>
            <Button className="btn" onPress={() => void checkModel(recipe.id, files)}>
              {say('models.check')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
