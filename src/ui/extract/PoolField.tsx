import type { DatasetCard } from '../../datasets/card.ts';
import { datasetCards, datasetIds } from '../../datasets/catalog.ts';
import { usualExtract } from '../../spec/extractText.ts';
import { dataIn } from '../../store/draft.ts';
import { useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { SettingField } from './ThiefForm.tsx';
import { useExtractForm } from './useExtractForm.ts';

/** Images the thieves may ask about; of another shape they can be converted. */
export function PoolField() {
  const { say, dataset } = useVoice();
  const own = useLab((state) => state.own);
  const { text, change } = useExtractForm();
  const data = dataIn(text);
  const pool = text.pool ?? usualExtract.pool;
  const sets = datasetIds
    .filter((id) => id !== data && !(datasetCards[id] as DatasetCard).local)
    .map((id) => ({
      value: id as string,
      text: dataset(id),
      shape: datasetCards[id].shape,
      about: 'ex.pool.setAbout',
    }));
  const mine = own
    .filter((thing) => thing.kind === 'images')
    .map(({ id, name, shape }) => ({ value: id, text: name, shape, about: 'ex.pool.ownAbout' }));
  const options = [
    { value: 'rest', text: say('ex.pool.rest'), about: say('ex.pool.restAbout') },
    { value: 'noise', text: say('ex.pool.noise'), about: say('ex.pool.noiseAbout') },
    ...[...sets, ...mine].map(({ value, text: name, shape, about }) => ({
      value,
      text: name,
      about: say(about as 'ex.pool.setAbout' | 'ex.pool.ownAbout', { shape: shape.join(' × ') }), // one of the two above
    })),
  ];
  const isSet = pool !== 'rest' && pool !== 'noise';
  return (
    <div className="param block">
      <span className="label">{say('ex.pool')}</span>
      <Picker
        label={say('ex.pool')}
        value={pool}
        options={options}
        onChange={(value) => change({ pool: value === usualExtract.pool ? undefined : value, convert: undefined })}
      />
      {isSet && <SettingField name="convert" />}
    </div>
  );
}
