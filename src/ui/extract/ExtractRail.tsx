import { Button } from 'react-aria-components';
import { modelCards } from '../../classifiers/catalog.ts';
import { integer } from '../../core/params.ts';
import type { DatasetCard } from '../../datasets/card.ts';
import { datasetCards } from '../../datasets/catalog.ts';
import { extractParams } from '../../spec/extractParams.ts';
import { globalParams } from '../../spec/specParams.ts';
import { dataFor, dataOfShape, usualData } from '../../spec/usual.ts';
import { dataIn, modelIn } from '../../store/draft.ts';
import { namesOf, type PreparedExtract, preparedExtracts, protectionOf } from '../../store/extractDraft.ts';
import { ownModel } from '../../store/owning.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Rail } from '../parts/Rail.tsx';
import { Staged } from '../parts/Staged.tsx';
import { Help, NumberField } from '../setup/ParamField.tsx';
import { CountermeasureForm } from './CountermeasureForm.tsx';
import { ExtractGo } from './ExtractGo.tsx';
import { chainNameOf, thiefName } from './extractNames.ts';
import { SettingField, ThiefForm } from './ThiefForm.tsx';
import { useExtractForm } from './useExtractForm.ts';

/** Who is robbed, by whom, and what stands in the way. */
export function ExtractRail() {
  const fresh = useLab((state) => state.extract.kind === 'idle');
  return (
    <Rail summary={<Summary />} fresh={fresh}>
      <Staged>
        <Prepared />
        <Victim />
        <ThiefForm />
        <CountermeasureForm />
        <Price />
        <ExtractGo />
      </Staged>
    </Rail>
  );
}

function Summary() {
  const voice = useVoice();
  const { text } = useExtractForm();
  const { chosen, bare } = protectionOf(text);
  const measures = [...(bare ? ['none'] : []), ...chosen].map((id) => chainNameOf(voice, id));
  const values = {
    budget: voice.count(Number(text.budget ?? extractParams.budget.default)),
    thief: namesOf(text, 'thief')
      .map((id) => thiefName(voice, id))
      .join(', '),
    measures: measures.join(', '),
  };
  return <>{voice.say('ex.summary', values)}</>;
}

const preparedNames = Object.keys(preparedExtracts) as PreparedExtract[]; // keys of a record by name

function Prepared() {
  const { say } = useVoice();
  const { loadExtract } = useActions();
  return (
    <section className="grp prepared">
      <h2>{say('ex.prepared')}</h2>
      {preparedNames.map((name) => (
        <Button key={name} className="btn wide wrap" onPress={() => loadExtract(preparedExtracts[name])}>
          {say(`ex.prepared.${name}`)}
        </Button>
      ))}
    </section>
  );
}

const countParam = integer({ ...globalParams.count, default: 1000 }); // an extraction measures on more images

function Victim() {
  const { say, model, dataset } = useVoice();
  const own = useLab((state) => state.own);
  const { text, change, edit } = useExtractForm();
  const chosen = { model: modelIn(text), data: dataIn(text) };
  const shipped = Object.keys(modelCards).map((value) => ({ value, text: model(value) }));
  const mine = own
    .filter((thing) => thing.kind === 'model')
    .map(({ id, name, classes, shape }) => ({
      value: id,
      text: name,
      about: say('setup.ownAbout', { classes, shape: shapeText(shape) }),
    }));
  const mineChosen = ownModel(own, chosen.model);
  const sets = mineChosen
    ? dataOfShape(mineChosen.shape)
    : dataFor(chosen.model).filter((id) => !(datasetCards[id] as DatasetCard).local);
  return (
    <section className="grp">
      <h2>{say('ex.victim')}</h2>
      <Picker
        label={say('ex.victim')}
        value={chosen.model}
        options={[...shipped, ...mine]}
        onChange={(value) => change({ model: value, data: undefined })}
      />
      {sets.length > 1 && (
        <Picker
          label={say('setup.images')}
          value={chosen.data}
          options={sets.map((value) => ({ value: value as string, text: dataset(value) }))}
          onChange={(value) => edit('data', value === usualData(chosen.model) ? undefined : value)}
        />
      )}
      <Help>{say('ex.victimHelp')}</Help>
      <NumberField
        name="count"
        path="run.count"
        param={countParam}
        text={text.count}
        onChange={(value) => edit('count', value)}
      />
      <NumberField
        name="seed"
        path="run.seed"
        param={globalParams.seed}
        text={text.seed}
        onChange={(value) => edit('seed', value)}
      />
    </section>
  );
}

const shapeText = (shape: readonly number[]) => shape.slice(0, 2).join(' × ');

function Price() {
  const { say } = useVoice();
  return (
    <section className="grp">
      <h2>{say('ex.price')}</h2>
      <SettingField name="price" />
    </section>
  );
}
