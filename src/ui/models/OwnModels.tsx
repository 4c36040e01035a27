import { Button } from 'react-aria-components';
import type { OwnModel } from '../../spec/own.ts';
import { modelIn } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Checking } from './Checking.tsx';
import { InUse } from './InUse.tsx';
import { ModelDrop } from './ModelDrop.tsx';
import { SaveModel } from './SaveModel.tsx';
import { megabytes, shapeText } from './shapeText.ts';
import { TrainedModels } from './TrainedModels.tsx';
import { TunedFacts } from './TunedFacts.tsx';

/** Where the reader's models come in, are looked at, and lie. */
export function OwnModels() {
  const { say } = useVoice();
  const own = useLab((state) => state.own);
  const models = own.filter((thing) => thing.kind === 'model');
  return (
    <section>
      <h2>{say('models.own')}</h2>
      <div className="own-in">
        <ModelDrop />
        <Checking />
      </div>
      {models.length === 0 && <p className="small muted">{say('models.noOwn')}</p>}
      <div className="cards">
        {models.map((model) => (
          <OwnCard key={model.id} model={model} />
        ))}
      </div>
      <TrainedModels />
    </section>
  );
}

function OwnCard({ model }: { readonly model: OwnModel }) {
  const { say } = useVoice();
  const { takeModel, reopenOwn, forgetOwn, startTrainingFrom, goTo } = useActions();
  const used = useLab(({ draft }) => modelIn(draft) === model.id);
  const fromTfjs = /^(tfjs|teachable)/.test(model.format);
  return (
    <article className={used ? 'card on' : 'card'}>
      <h3>{model.name}</h3>
      <p className="small muted">{say(`models.access.${model.access.kind}`)}</p>
      <p className="tiny muted">
        {say('models.inputFound', { shape: shapeText(model.shape), classes: model.classes })}
      </p>
      <p className="tiny muted">{say('models.size', { size: megabytes(model.size) })}</p>
      <p className="tiny muted mono">{model.id}</p>
      {model.tuned && <TunedFacts tuned={model.tuned} />}
      <SaveModel id={model.id} formats={fromTfjs ? ['tfjs', 'onnx'] : ['onnx']} />
      {!fromTfjs && !model.tuned && (
        <p className="tiny muted">{say('models.onnxOnly', { format: say(`models.named.${model.format}`) })}</p>
      )}
      <div className="ft">
        {used ? (
          <InUse />
        ) : (
          <Button className="btn" onPress={() => takeModel(model.id)}>
            {say('models.use')}
          </Button>
        )}
        {model.access.kind === 'trainable' && (
          <Button
            className="linkbtn"
            aria-label={say('models.trainOf', { name: model.name })}
            onPress={async () => {
              await startTrainingFrom(model.id);
              goTo('train');
            }}
          >
            {say('models.train')}
          </Button>
        )}
        <LinkButton onPress={() => void reopenOwn(model.id)}>{say('models.settings')}</LinkButton>
        <Button
          className="linkbtn"
          aria-label={say('models.forgetOf', { name: model.name })}
          onPress={() => void forgetOwn(model.id)}
        >
          {say('models.forget')}
        </Button>
      </div>
    </article>
  );
}
