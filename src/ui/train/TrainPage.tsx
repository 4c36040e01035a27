import { addPageTexts } from '../../i18n/messages.ts';
import trainEn from '../../i18n/train.en.json' with { type: 'json' };
import trainCards from '../../i18n/train.ja.cards.json' with { type: 'json' };
import trainJa from '../../i18n/train.ja.json' with { type: 'json' };
import { Staged } from '../parts/Staged.tsx';
import { type KeyActions, useKeys } from '../shell/useKeys.ts';
import '../styles/train.css';
import { TrainRail } from './TrainRail.tsx';
import { TrainResults } from './TrainResults.tsx';

addPageTexts({ en: trainEn, ja: trainJa, cards: trainCards });

/** Trains a network in this browser and shows how it goes. */
export function TrainPage() {
  useKeys((key) => actions[key]);
  return (
    <div className="split">
      <Staged>
        <TrainRail />
        <TrainResults />
      </Staged>
    </div>
  );
}

const actions: KeyActions = {
  Escape: (store) => store.getState().stopTraining(),
  p: (store) => {
    const { training, pauseTraining } = store.getState();
    if (training.kind === 'running') pauseTraining(!training.paused);
  },
};
