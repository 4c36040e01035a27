import inspectEn from '../../i18n/inspect.en.json' with { type: 'json' };
import inspectJa from '../../i18n/inspect.ja.json' with { type: 'json' };
import { addPageTexts } from '../../i18n/messages.ts';
import { Staged } from '../parts/Staged.tsx';
import { type KeyActions, useKeys } from '../shell/useKeys.ts';
import '../styles/inspect.css';
import { InspectRail } from './InspectRail.tsx';
import { InspectResults } from './InspectResults.tsx';
import { stepBudget } from './stepBudget.ts';

addPageTexts({ en: inspectEn, ja: inspectJa, cards: {} });

/** One image under one attack, as it changes with every setting. */
export function InspectPage() {
  useKeys((key) => actions[key]);
  return (
    <div className="split">
      <Staged>
        <InspectRail />
        <InspectResults />
      </Staged>
    </div>
  );
}

const actions: KeyActions = {
  ',': (store) => store.getState().chooseImage(store.getState().specimen.image - 1),
  '.': (store) => store.getState().chooseImage(store.getState().specimen.image + 1),
  '[': (store) => stepBudget(store, -1),
  ']': (store) => stepBudget(store, 1),
};
