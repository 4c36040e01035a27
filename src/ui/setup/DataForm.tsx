import type { ModelCard } from '../../classifiers/card.ts';
import { modelCards } from '../../classifiers/catalog.ts';
import type { DatasetCard } from '../../datasets/card.ts';
import { datasetCards } from '../../datasets/catalog.ts';
import { dataFor, usualData, usualModel } from '../../spec/usual.ts';
import { dataIn, modelIn } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Staged } from '../parts/Staged.tsx';
import { CountField } from './CountField.tsx';
import { SeedField } from './SeedField.tsx';

/** Which model, and which of the images it knows. */
export function DataForm() {
  const { say, count, model, dataset } = useVoice();
  const draft = useLab((state) => state.draft);
  const { edit } = useActions();
  const models = Object.entries<ModelCard>(modelCards).map(([value, card]) => ({
    value,
    text: model(value),
    about: say('setup.modelAbout', {
      parameters: count(card.parameters),
      classes: card.classNames.length,
      shape: shapeText(card.inputShape),
    }),
  }));
  const chosen = { model: modelIn(draft), data: dataIn(draft) };
  const sets = shippedFor(chosen.model).map((value) => {
    const { kind, size } = datasetCards[value];
    const about = say(kind === 'generated' ? 'setup.dataDrawn' : 'setup.dataAbout', { size: count(size) });
    return { value: value as string, text: dataset(value), about };
  });
  return (
    <section className="grp">
      <h2>{say('setup.data')}</h2>
      <Staged>
        <Picker
          label={say('setup.model')}
          value={chosen.model}
          options={models}
          onChange={(value) => edit('model', value === usualModel(undefined) ? undefined : value)}
        />
        <Picker
          label={say('setup.images')}
          value={chosen.data}
          options={sets}
          onChange={(value) => edit('data', value === usualData(chosen.model) ? undefined : value)}
        />
        <CountField />
        <SeedField />
      </Staged>
    </section>
  );
}

/** A page has no images that lie on somebody's disk. */
const shippedFor = (model: string) => dataFor(model).filter((id) => !(datasetCards[id] as DatasetCard).local);

const shapeText = (shape: readonly number[]) => shape.slice(0, 2).join(' × ');
