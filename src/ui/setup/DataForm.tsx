import type { ModelCard } from '../../classifiers/card.ts';
import { modelCards } from '../../classifiers/catalog.ts';
import type { DatasetCard } from '../../datasets/card.ts';
import { datasetCards } from '../../datasets/catalog.ts';
import type { OwnThing } from '../../spec/own.ts';
import { dataFor, dataOfShape, usualData } from '../../spec/usual.ts';
import { modelFacts, ownImages } from '../../store/album.ts';
import { dataIn, modelIn } from '../../store/draft.ts';
import { ownModel } from '../../store/owning.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Staged } from '../parts/Staged.tsx';
import { CountField } from './CountField.tsx';
import { SeedField } from './SeedField.tsx';

/** Which model, and which of the images it knows. */
export function DataForm() {
  const { say, count, model, dataset } = useVoice();
  const draft = useLab((state) => state.draft);
  const own = useLab((state) => state.own);
  const { edit, takeModel, takeImages } = useActions();
  const shipped = Object.entries<ModelCard>(modelCards)
    .filter(([value, card]) => shippedFor(value, own).length > 0 || hasImages(own, card.inputShape))
    .map(([value, card]) => ({
      value,
      text: model(value),
      about: say('setup.modelAbout', {
        parameters: count(card.parameters),
        classes: card.classNames.length,
        shape: shapeText(card.inputShape),
      }),
    }));
  const mine = own
    .filter((thing) => thing.kind === 'model')
    .map(({ id, name, classes, shape }) => ({
      value: id,
      text: name,
      about: say('setup.ownAbout', { classes, shape: shapeText(shape) }),
    }));
  const chosen = { model: modelIn(draft), data: dataIn(draft) };
  const sets = shippedFor(chosen.model, own).map((value) => {
    const { kind, size } = datasetCards[value];
    const about = say(kind === 'generated' ? 'setup.dataDrawn' : 'setup.dataAbout', { size: count(size) });
    return { value: value as string, text: dataset(value), about };
  });
  const { shape } = modelFacts({ draft, own });
  const ownSets = own
    .filter((thing) => thing.kind === 'images')
    .filter((images) => images.id === chosen.data || String(images.shape) === String(shape))
    .map(({ id, name, count: size }) => ({
      value: id,
      text: name,
      about: say('setup.ownImages', { size: count(size) }),
    }));
  return (
    <section className="grp">
      <h2>{say('setup.data')}</h2>
      <Staged>
        <Picker label={say('setup.model')} value={chosen.model} options={[...shipped, ...mine]} onChange={takeModel} />
        <Picker
          label={say('setup.images')}
          value={chosen.data}
          options={[...sets, ...ownSets]}
          onChange={(value) => {
            if (ownImages(own, value)) takeImages(value);
            else edit('data', value === usualData(chosen.model) ? undefined : value);
          }}
        />
        <CountField />
        <SeedField />
      </Staged>
    </section>
  );
}

/** A page has no images that lie on somebody's disk. */
const shippedFor = (model: string, own: readonly OwnThing[]) => {
  const mine = ownModel(own, model);
  if (mine) return dataOfShape(mine.shape);
  return dataFor(model).filter((id) => !(datasetCards[id] as DatasetCard).local);
};

const hasImages = (own: readonly OwnThing[], shape: readonly number[]) =>
  own.some((thing) => thing.kind === 'images' && String(thing.shape) === String(shape));

const shapeText = (shape: readonly number[]) => shape.slice(0, 2).join(' × ');
