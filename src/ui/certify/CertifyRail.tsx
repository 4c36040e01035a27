import { useId } from 'react';
import { Button } from 'react-aria-components';
import { type CertificateId, certificateCards, certificateIds } from '../../certification/certificates.catalog.ts';
import { modelIds } from '../../classifiers/catalog.ts';
import { certifyParams } from '../../spec/certifyParams.ts';
import { radiusCeiling } from '../../spec/radius.ts';
import { globalParams } from '../../spec/specParams.ts';
import { usualModel } from '../../spec/usual.ts';
import { preparedCertifications } from '../../store/certifyActions.ts';
import { readCertify } from '../../store/certifying.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { CrossIcon, PlayIcon } from '../parts/icons.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Problems } from '../parts/Problems.tsx';
import { Rail } from '../parts/Rail.tsx';
import { OptionItem } from '../setup/OptionItem.tsx';
import { Help, ParamField } from '../setup/ParamField.tsx';
import { Key } from '../setup/RunControls.tsx';

const usualMethods = 'interval,linear';
const usualCount = { ...globalParams.count, default: 100 };

const useText = () => useLab((state) => state.certifyText);
const methodsIn = (text: { readonly method?: string }) =>
  (text.method ?? usualMethods).split(',').filter((name): name is CertificateId => name in certificateCards);

/** What is certified, and how. Changes wait for the next run. */
export function CertifyRail() {
  const methods = methodsIn(useText());
  const fresh = useLab((state) => state.certifying.kind === 'idle');
  return (
    <Rail summary={<Summary />} fresh={fresh}>
      <Prepared />
      <Subject />
      <Methods chosen={methods} />
      {methods.some((id) => id !== 'smoothing') && <BoundSettings />}
      {methods.includes('smoothing') && <VoteSettings />}
      <Go />
    </Rail>
  );
}

function Summary() {
  const { say, model, card } = useVoice();
  const text = useText();
  const methods = methodsIn(text).map((id) => card(`certificates.${id}.title`, certificateCards[id].title));
  return (
    <>{say('certify.summary', { model: model(text.model ?? usualModel(text.data)), methods: methods.join(', ') })}</>
  );
}

function Prepared() {
  const { say } = useVoice();
  const { loadCertify, certify } = useActions();
  return (
    <section className="grp prepared">
      <h2>{say('certify.prepared')}</h2>
      {(['bounds', 'smoothing'] as const).map((name) => (
        <Button
          key={name}
          className="btn wide wrap"
          onPress={() => {
            loadCertify(preparedCertifications[name]);
            void certify();
          }}
        >
          {say(`certify.prepared.${name}`)}
        </Button>
      ))}
    </section>
  );
}

function Subject() {
  const { say, model } = useVoice();
  const text = useText();
  const own = useLab((state) => state.own);
  const { editCertify } = useActions();
  const mine = own.filter(({ kind }) => kind === 'model').map(({ id }) => id);
  return (
    <section className="grp">
      <h2>{say('setup.data')}</h2>
      <Picker
        label={say('setup.model')}
        value={text.model ?? usualModel(text.data)}
        options={[...modelIds, ...mine].map((value) => ({ value, text: model(value) }))}
        onChange={(value) => editCertify('model', value)}
      />
      <Param name="count" param={usualCount} path="run.count" />
      <Param name="seed" param={globalParams.seed} path="run.seed" />
    </section>
  );
}

function Param({
  name,
  ...field
}: { readonly name: string } & Pick<Parameters<typeof ParamField>[0], 'param' | 'path'>) {
  const text = useLab((state) => state.certifyText[name]);
  const { editCertify } = useActions();
  return <ParamField name={name} {...field} text={text} onChange={(value) => editCertify(name, value)} />;
}

function Methods({ chosen }: { readonly chosen: readonly CertificateId[] }) {
  const { say, card } = useVoice();
  const { editCertify } = useActions();
  const toggle = (id: CertificateId, on: boolean) =>
    editCertify('method', certificateIds.filter((known) => (known === id ? on : chosen.includes(known))).join(','));
  return (
    <section className="grp">
      <h2>{say('certify.methods')}</h2>
      <ul className="opts">
        {certificateIds.map((id) => (
          <OptionItem
            key={id}
            title={card(`certificates.${id}.title`, certificateCards[id].title)}
            about={card(`certificates.${id}.summary`, certificateCards[id].summary)}
            chosen={chosen.includes(id)}
            onToggle={(on) => toggle(id, on)}
            groups={[]}
          />
        ))}
      </ul>
      {chosen.length === 0 && <Help bad>{say('certify.methodsNone')}</Help>}
    </section>
  );
}

function BoundSettings() {
  const { say } = useVoice();
  return (
    <section className="grp">
      <h2>{say('certify.boundsGroup')}</h2>
      <List name="eps" label={say('certify.budgets')} help={say('certify.budgetsHelp')} />
    </section>
  );
}

function VoteSettings() {
  const { say, count } = useVoice();
  const text = useText();
  const reading = readCertify({ ...text, radii: '0' });
  const settings = reading.kind === 'valid' ? reading.spec.settings : undefined;
  const ceiling = settings && radiusCeiling(settings);
  return (
    <section className="grp">
      <h2>{say('certify.smoothingGroup')}</h2>
      {(['sigma', 'n', 'n0', 'alpha'] as const).map((name) => (
        <Param key={name} name={name} param={certifyParams[name]} path={`certify.${name}`} />
      ))}
      {settings && (
        <p className="help" role="status">
          {ceiling === undefined
            ? say('certify.noCeiling')
            : say('certify.ceiling', { n: count(settings.n), radius: ceiling.toFixed(3) })}
        </p>
      )}
      <List name="radii" label={say('certify.radii')} help={say('certify.radiiHelp')} />
    </section>
  );
}

/** Numbers separated by commas. */
function List({ name, label, help }: { readonly name: string; readonly label: string; readonly help: string }) {
  const id = useId();
  const text = useLab((state) => state.certifyText[name]);
  const { editCertify } = useActions();
  return (
    <div className="field">
      <div className="lab">
        <label htmlFor={id}>{label}</label>
      </div>
      <input
        id={id}
        className="input"
        autoComplete="off"
        aria-describedby={`${id}-help`}
        value={text ?? ''}
        onChange={({ target }) => editCertify(name, target.value === '' ? undefined : target.value)}
      />
      <Help id={`${id}-help`}>{help}</Help>
    </div>
  );
}

function Go() {
  const { say, attack } = useVoice();
  const reading = readCertify(useText());
  const running = useLab((state) => state.certifying.kind === 'running');
  const { certify, stopCertify } = useActions();
  return (
    <section className="grp go">
      {reading.kind === 'invalid' && <Problems problems={reading.problems} />}
      <Button
        className="btn primary wide"
        isDisabled={running || reading.kind === 'invalid'}
        onPress={() => void certify()}
      >
        <PlayIcon />
        {say('certify.run')}
        <Key name="R" />
      </Button>
      {running && (
        <Button className="btn wide" onPress={stopCertify}>
          <CrossIcon />
          {say('setup.stop')}
          <Key name={say('key.escape')} />
        </Button>
      )}
      {reading.kind === 'valid' && (
        <Help>{say('certify.attackNote', { attack: attack(reading.spec.bare.attacks[0]!) })}</Help>
      )}
    </section>
  );
}
