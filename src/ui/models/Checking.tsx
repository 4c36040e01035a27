import { Button } from 'react-aria-components';
import type { CheckingState } from '../../store/owning.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { FailureCause } from '../parts/FailureCause.tsx';
import { CheckedIcon, TriangleIcon } from '../parts/icons.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { Looking } from './Looking.tsx';
import { OwnSettingsForm } from './OwnSettingsForm.tsx';
import { Preview } from './Preview.tsx';
import { megabytes, shapeText } from './shapeText.ts';

/** What was found in the files that were dropped. */
export function Checking() {
  const { say } = useVoice();
  const checking = useLab((state) => state.checking);
  const { closeCheck } = useActions();
  if (checking.kind === 'none') return null;
  if (checking.kind === 'looking') return <Looking checking={checking} />;
  if (checking.kind === 'failed')
    return (
      <Note tone="danger" urgent action={<LinkButton onPress={closeCheck}>{say('models.dismiss')}</LinkButton>}>
        <p>
          <b>{say('models.refused', { name: checking.name })}</b>
        </p>
        <FailureCause failure={checking.failure} />
      </Note>
    );
  return <Found checking={checking} />;
}

function Found({ checking }: { readonly checking: Extract<CheckingState, { kind: 'found' }> }) {
  const { say } = useVoice();
  const { keepChecked, closeCheck } = useActions();
  const { audited, again, failure } = checking;
  const { model } = audited;
  return (
    <section className="fig" aria-label={say('models.checking', { name: model.name })}>
      <div className="fig-head">
        <div>
          <h2>{say('models.checking', { name: model.name })}</h2>
          <p className="sub">{say('models.checkingAbout')}</p>
        </div>
      </div>
      <div className="fig-body">
        <Findings checking={checking} />
        <OwnSettingsForm key={model.id} model={model} busy={again} />
        {failure && (
          <Note tone="danger" urgent>
            <FailureCause failure={failure} />
          </Note>
        )}
        <Preview audited={audited} />
        <div className="btns">
          <Button className="btn primary" isDisabled={again} onPress={() => void keepChecked()}>
            {say('models.keep')}
          </Button>
          <Button className="btn" onPress={closeCheck}>
            {say('models.discard')}
          </Button>
        </div>
      </div>
    </section>
  );
}

function Findings({ checking }: { readonly checking: Extract<CheckingState, { kind: 'found' }> }) {
  const { say, count } = useVoice();
  const { format, layers, parameters, shape, classes, softmaxRemoved, access, size } = checking.audited.model;
  const Access = access.kind === 'trainable' ? CheckedIcon : TriangleIcon;
  return (
    <ul className="checks">
      <li>
        <CheckedIcon className="ok" />
        <span>
          {say('models.formatFound', { format: say(`models.named.${format}`) })}
          {parameters !== undefined && (
            <span className="help">
              {say('models.layersFound', { layers: layers ?? 0, parameters: count(parameters) })}
            </span>
          )}
        </span>
        <span className="d">{say('models.bytes', { size: megabytes(size) })}</span>
      </li>
      <li>
        <CheckedIcon className="ok" />
        <span>{say('models.inputFound', { shape: shapeText(shape), classes })}</span>
      </li>
      <li>
        <CheckedIcon className="ok" />
        <span>{say(softmaxRemoved ? 'models.softmax' : 'models.logits')}</span>
      </li>
      <li>
        <Access className={access.kind === 'trainable' ? 'ok' : 'caution'} />
        <span>
          {say(`models.access.${access.kind}`)}
          {access.kind !== 'trainable' && (
            <span className="help" lang="en">
              {access.reason}
            </span>
          )}
        </span>
      </li>
    </ul>
  );
}
