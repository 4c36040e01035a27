import { ownModel } from '../../store/owning.ts';
import { trainingParams } from '../../store/trainingDraft.ts';
import { pageSetIds, pageSets } from '../../store/trainingFit.ts';
import { type StartId, startCards, startIds } from '../../training/starts.catalog.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Help } from '../setup/ParamField.tsx';
import { TrainField } from './TrainField.tsx';

const useStart = () => useLab(({ trainingText }) => trainingText.start ?? trainingParams.start.default);

/** What the chosen start is called; a model of the reader's as the reader calls it. */
export function useStartTitle(): string {
  const { card } = useVoice();
  const start = useStart();
  const mine = useLab(({ own }) => ownModel(own, start)?.name);
  return mine ?? card(`starts.${start}.title`, startCards[start as StartId]?.title ?? start);
}

/** What training begins with. */
export function Start() {
  const voice = useVoice();
  const start = useStart();
  const own = useLab((state) => state.own);
  const { startTrainingFrom } = useActions();
  const label = voice.card('train.start.label', trainingParams.start.label);
  const shipped = startIds.map((value) => ({
    value: value as string,
    text: voice.card(`starts.${value}.title`, startCards[value].title),
  }));
  const mine = own
    .filter((thing) => thing.kind === 'model')
    .map(({ id, name, access, shape, classes }) => ({
      value: id,
      text: name,
      about:
        access.kind === 'trainable'
          ? voice.say('train.ownStart', { shape: shape.join(' × '), classes })
          : voice.say('train.ownRefused'),
    }));
  return (
    <section className="grp">
      <h2>{label}</h2>
      <Picker
        label={label}
        value={start}
        options={[...shipped, ...mine]}
        onChange={(next) => void startTrainingFrom(next)}
      />
      <Help>{voice.say(ownModel(own, start) ? 'train.aboutOwn' : 'train.aboutStarts')}</Help>
    </section>
  );
}

/** What it is taught on. */
export function Images() {
  const { say, card, count, dataset } = useVoice();
  const own = useLab((state) => state.own);
  const data = useLab(({ trainingText }) => trainingText.data ?? trainingParams.data.default);
  const { editTraining } = useActions();
  const label = card('train.data.label', trainingParams.data.label);
  const shipped = pageSetIds.map((value) => ({ value: value as string, text: dataset(pageSets[value]) }));
  const mine = own
    .filter((thing) => thing.kind === 'images')
    .map(({ id, name, count: size, shape, classNames }) => ({
      value: id,
      text: name,
      about: say('train.ownImages', {
        size: count(size),
        shape: shape.join(' × '),
        classes: classNames.length,
      }),
    }));
  return (
    <section className="grp">
      <h2>{label}</h2>
      <Picker
        label={label}
        value={data}
        options={[...shipped, ...mine]}
        onChange={(value) => editTraining('data', value === trainingParams.data.default ? undefined : value)}
      />
      {data in pageSets && <Help>{say(`train.about.${data as keyof typeof pageSets}`)}</Help>}
      <TrainField name="images" />
    </section>
  );
}
