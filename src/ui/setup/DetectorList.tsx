import { type DetectorId, detectorCards, detectorIds } from '../../detectors/catalog.ts';
import '../../i18n/detectorTexts.ts';
import { globalParams } from '../../spec/specParams.ts';
import { namesIn } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { OptionItem } from './OptionItem.tsx';
import { Help, NumberField } from './ParamField.tsx';

/** What stands beside the model and turns suspicious images away. */
export function DetectorList() {
  const { say } = useVoice();
  const draft = useLab((state) => state.draft);
  const { edit } = useActions();
  const chosen = namesIn(draft, 'detector');
  const toggle = (id: DetectorId, on: boolean) => {
    const next = detectorIds.filter((known) => (known === id ? on : chosen.includes(known)));
    edit('detector', next.join(',') || undefined);
  };
  const watched = detectorIds.some((id) => chosen.includes(id));
  return (
    <section className="grp">
      <h2>{say('setup.detectors')}</h2>
      <ul className="opts">
        {detectorIds.map((id) => (
          <DetectorOption key={id} id={id} chosen={chosen.includes(id)} onToggle={(on) => toggle(id, on)} />
        ))}
      </ul>
      {watched && (
        <NumberField
          name="fpr"
          param={globalParams.fpr}
          path="run.fpr"
          text={draft.fpr}
          onChange={(text) => edit('fpr', text)}
        />
      )}
      {watched && draft.adaptive !== 'both' && <Help>{say('setup.detectorsBoth')}</Help>}
    </section>
  );
}

interface DetectorOptionProps {
  readonly id: DetectorId;
  readonly chosen: boolean;
  readonly onToggle: (on: boolean) => void;
}

function DetectorOption({ id, chosen, onToggle }: DetectorOptionProps) {
  const { say, card } = useVoice();
  const detector = detectorCards[id];
  const title = card(`detectors.${id}.title`, detector.title);
  return (
    <OptionItem
      title={title}
      about={card(`detectors.${id}.summary`, detector.summary)}
      chosen={chosen}
      onToggle={onToggle}
      notes={(['strengths', 'weaknesses', 'costs'] as const).map((part) => ({
        term: say(`defense.${part}`),
        text: card(`detectors.${id}.${part}`, detector[part]),
      }))}
      groups={[{ id, title, path: `detectors.${id}.params`, schema: detector.params }]}
    />
  );
}
