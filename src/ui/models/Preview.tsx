import { modelCards } from '../../classifiers/catalog.ts';
import { type DatasetId, datasetCards } from '../../datasets/catalog.ts';
import type { Audited } from '../../spec/own.ts';
import { Pixels } from '../gallery/Pixels.tsx';
import { useVoice } from '../lab.tsx';

/** A few images with what the model says about them: whether that looks right only the reader can tell. */
export function Preview({ audited: { model, preview } }: { readonly audited: Audited }) {
  const voice = useVoice();
  const { say, dataset, percent } = voice;
  const { data, labels, predictions, confidences, pixels, converted, right } = preview;
  const labelNames = namesOf(data, voice);
  const names = model.classNames.length > 0 ? model.classNames : labelNames.length === model.classes ? labelNames : [];
  const size = pixels.length / labels.length;
  return (
    <section aria-label={say('models.right')}>
      <h3>{say('models.right')}</h3>
      <p className="small muted">
        {say('models.rightCount', { count: right.count, n: right.n, data: dataset(data) })}{' '}
        {converted && say('models.converted')}
      </p>
      <div className="seem">
        {Array.from(labels, (label, i) => {
          const name = names[predictions[i]!] ?? String(predictions[i]);
          const answer = say('models.answer', { name, confidence: percent(confidences[i]!) });
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: images have no name but their place
            <figure key={i}>
              <Pixels pixels={pixels.subarray(i * size, (i + 1) * size)} shape={model.shape} label={answer} />
              <figcaption className="small">
                <b>{name}</b> <span className="num muted">{percent(confidences[i]!)}</span>
                <span className="help">{say('models.truthIs', { name: labelNames[label] ?? String(label) })}</span>
              </figcaption>
            </figure>
          );
        })}
      </div>
    </section>
  );
}

/** Names of a data set's classes in the language of the page. */
function namesOf(data: string, voice: ReturnType<typeof useVoice>): readonly string[] {
  const known: readonly string[] = datasetCards[data as DatasetId]?.classNames ?? [];
  const taught = Object.values(modelCards).find(({ dataset }) => dataset === data);
  return taught ? voice.classNames(taught.id, known) : known;
}
