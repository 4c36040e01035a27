import type { ModelCard } from '../../classifiers/card.ts';
import { modelCards } from '../../classifiers/catalog.ts';
import type { DatasetCard } from '../../datasets/card.ts';
import { datasetCards } from '../../datasets/catalog.ts';
import { parseSpec } from '../../spec/spec.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Staged } from '../parts/Staged.tsx';
import { CountField } from './CountField.tsx';
import { SeedField } from './SeedField.tsx';

const usual = parseSpec({});

/** Which model and which images. */
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
  const sets = Object.entries<DatasetCard>(datasetCards)
    .filter(([, card]) => !card.local)
    .map(([value, card]) => ({
      value,
      text: dataset(value),
      about: say('setup.dataAbout', { size: count(card.size) }),
    }));
  const set = (key: 'model' | 'data') => (value: string) => edit(key, value === usual[key] ? undefined : value);
  return (
    <section className="grp">
      <h2>{say('setup.data')}</h2>
      <Staged>
        <Picker
          label={say('setup.model')}
          value={draft.model ?? usual.model}
          options={models}
          onChange={set('model')}
        />
        <Picker label={say('setup.images')} value={draft.data ?? usual.data} options={sets} onChange={set('data')} />
        <CountField />
        <SeedField />
      </Staged>
    </section>
  );
}

const shapeText = (shape: readonly number[]) => shape.slice(0, 2).join(' × ');
