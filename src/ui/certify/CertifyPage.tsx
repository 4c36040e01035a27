import certifyEn from '../../i18n/certify.en.json' with { type: 'json' };
import jaCards from '../../i18n/certify.ja.cards.json' with { type: 'json' };
import certifyJa from '../../i18n/certify.ja.json' with { type: 'json' };
import { addPageTexts } from '../../i18n/messages.ts';
import { Staged } from '../parts/Staged.tsx';
import { type KeyActions, useKeys } from '../shell/useKeys.ts';
import '../styles/certify.css';
import { CertifyRail } from './CertifyRail.tsx';
import { CertifyResults } from './CertifyResults.tsx';

addPageTexts({ en: certifyEn, ja: certifyJa, cards: jaCards });

/** Proves answers of a model and shows how far the proof is from what an attack finds. */
export function CertifyPage() {
  useKeys((key) => actions[key]);
  return (
    <div className="split">
      <Staged>
        <CertifyRail />
        <CertifyResults />
      </Staged>
    </div>
  );
}

const actions: KeyActions = {
  Escape: (store) => store.getState().stopCertify(),
  r: (store) => void store.getState().certify(),
};
