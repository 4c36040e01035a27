import { addPageTexts } from '../../i18n/messages.ts';
import thresholdsEn from '../../i18n/thresholds.en.json' with { type: 'json' };
import thresholdsCards from '../../i18n/thresholds.ja.cards.json' with { type: 'json' };
import thresholdsJa from '../../i18n/thresholds.ja.json' with { type: 'json' };
import { Staged } from '../parts/Staged.tsx';
import '../styles/thresholds.css';
import { ThresholdsRail } from './ThresholdsRail.tsx';
import { ThresholdsResults } from './ThresholdsResults.tsx';

addPageTexts({ en: thresholdsEn, ja: thresholdsJa, cards: thresholdsCards });

/** What two thresholds on the confidence do to clean and attacked inputs, and what that costs. */
export function ThresholdsPage() {
  return (
    <div className="split by-thresholds">
      <Staged>
        <ThresholdsRail />
        <ThresholdsResults />
      </Staged>
    </div>
  );
}
