import { addPageTexts } from '../../i18n/messages.ts';
import modelsEn from '../../i18n/models.en.json' with { type: 'json' };
import modelsJa from '../../i18n/models.ja.json' with { type: 'json' };
import trainCards from '../../i18n/train.ja.cards.json' with { type: 'json' };
import { useVoice } from '../lab.tsx';
import { Staged } from '../parts/Staged.tsx';
import '../styles/models.css';
import { CompareModels } from './CompareModels.tsx';
import { DataSets } from './DataSets.tsx';
import { OwnImages } from './OwnImages.tsx';
import { OwnModels } from './OwnModels.tsx';
import { ShippedModels } from './ShippedModels.tsx';

addPageTexts({ en: modelsEn, ja: modelsJa, cards: trainCards });

/** What there is to attack, and what it was measured on; the reader's own beside it. */
export function ModelsPage() {
  const { say } = useVoice();
  return (
    <div className="stack models">
      <header>
        <h1>{say('models.title')}</h1>
        <p className="muted">{say('models.lead')}</p>
      </header>
      <Staged>
        <ShippedModels />
        <OwnModels />
        <CompareModels />
        <DataSets />
        <OwnImages />
      </Staged>
    </div>
  );
}
