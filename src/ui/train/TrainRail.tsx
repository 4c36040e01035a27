import { Button } from 'react-aria-components';
import type { ParamSchema } from '../../core/params.ts';
import { preparedTrainings, readTraining, trainingParams } from '../../store/trainingDraft.ts';
import { type MethodCard, methodCards, methodIds } from '../../training/methods.catalog.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { PlayIcon } from '../parts/icons.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Problems } from '../parts/Problems.tsx';
import { Rail } from '../parts/Rail.tsx';
import { Help, ParamField } from '../setup/ParamField.tsx';
import { Images, Start, useStartTitle } from './StartForm.tsx';
import { TrainField } from './TrainField.tsx';

/** What is trained, on what, and how. Changes wait for the next run. */
export function TrainRail() {
  const fresh = useLab((state) => state.training.kind === 'idle');
  return (
    <Rail summary={<Summary />} fresh={fresh}>
      <Prepared />
      <Start />
      <Images />
      <Method />
      <Pace />
      <Go />
    </Rail>
  );
}

const useMethod = () =>
  useLab(({ trainingText }) => trainingText.method ?? trainingParams.method.default) as keyof typeof methodCards; // the picker offers ids only

function Summary() {
  const voice = useVoice();
  const method = useMethod();
  const values = {
    start: useStartTitle(),
    method: voice.card(`methods.${method}.title`, methodCards[method].title),
  };
  return <>{voice.say('train.summary', values)}</>;
}

function Prepared() {
  const { say } = useVoice();
  const { loadTraining, train } = useActions();
  const running = useLab((state) => state.training.kind === 'running');
  const begin = (name: keyof typeof preparedTrainings) => () => {
    const reading = readTraining(preparedTrainings[name]);
    loadTraining(preparedTrainings[name]);
    if (reading.kind === 'valid') train(reading.recipe);
  };
  return (
    <section className="grp prepared">
      <h2>{say('train.prepared')}</h2>
      <Button className="btn wide wrap" isDisabled={running} onPress={begin('tune')}>
        {say('train.prepared.tune')}
      </Button>
      <Button className="btn wide wrap" isDisabled={running} onPress={begin('scratch')}>
        {say('train.prepared.scratch')}
      </Button>
    </section>
  );
}

function Method() {
  const voice = useVoice();
  const method = useMethod();
  const text = useLab((state) => state.trainingText);
  const { editTraining } = useActions();
  const card: MethodCard = methodCards[method];
  const label = voice.card('train.method.label', trainingParams.method.label);
  return (
    <section className="grp">
      <h2>{label}</h2>
      <Picker
        label={label}
        value={method}
        options={methodIds.map((value) => ({
          value,
          text: voice.card(`methods.${value}.title`, methodCards[value].title),
          about: voice.card(`methods.${value}.summary`, methodCards[value].summary),
        }))}
        onChange={(value) => editTraining('method', value)}
      />
      {Object.entries(card.params satisfies ParamSchema).map(([name, param]) => (
        <ParamField
          key={`${method}.${name}`}
          name={name}
          param={param}
          path={`methods.${method}.params.${name}`}
          text={text[`${method}.${name}`]}
          onChange={(value) => editTraining(`${method}.${name}`, value)}
        />
      ))}
    </section>
  );
}

function Pace() {
  const { say } = useVoice();
  return (
    <section className="grp">
      <h2>{say('train.pace')}</h2>
      <TrainField name="epochs" />
      <TrainField name="batchSize" />
      <TrainField name="learningRate" />
      <TrainField name="seed" />
    </section>
  );
}

function Go() {
  const { say } = useVoice();
  const text = useLab((state) => state.trainingText);
  const own = useLab((state) => state.own);
  const running = useLab((state) => state.training.kind === 'running');
  const { train } = useActions();
  const reading = readTraining(text, own);
  return (
    <section className="grp go">
      {reading.kind === 'invalid' && <Problems problems={reading.problems} />}
      <Button
        className="btn primary wide"
        isDisabled={running || reading.kind === 'invalid'}
        onPress={() => reading.kind === 'valid' && train(reading.recipe)}
      >
        <PlayIcon />
        {say('train.run')}
      </Button>
      {running && <Help>{say('train.locked')}</Help>}
    </section>
  );
}
