import { type CardWords, cardWords } from '../../i18n/cardWords.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { RobustnessCard } from '../../spec/robustness/cardSchema.ts';
import { Certified } from './Certified.tsx';
import { Checks } from './Checks.tsx';
import { Curve } from './Curve.tsx';
import { Duties } from './Duties.tsx';
import { Examples } from './Examples.tsx';
import { Handling } from './Handling.tsx';
import { Levels } from './Levels.tsx';
import { Repeat } from './Repeat.tsx';
import { ResultsTable } from './ResultsTable.tsx';
import { Risks } from './Risks.tsx';
import { SheetHead } from './SheetHead.tsx';

/** What every part of a sheet is given. Nothing of it knows the page, so that Node can draw it too. */
export interface SheetProps {
  readonly card: RobustnessCard;
  readonly voice: Voice;
  readonly words: CardWords;
}

/** Modules of a QR code, row by row; undefined where there is no address to point to. */
export type QrModules = readonly (readonly boolean[])[] | undefined;

interface SheetOptions {
  readonly card: RobustnessCard;
  readonly voice: Voice;
  readonly qr: QrModules;
}

/** A robustness card as two A4 pages. */
export function Sheet({ card, voice, qr }: SheetOptions) {
  const words = cardWords(card, voice);
  const { say } = voice;
  const props = { card, voice, words };
  return (
    <article className="sheet" aria-label={say('rc.sheet')}>
      <SheetHead {...props} />
      <section>
        <p className="finding">{words.finding}</p>
        <p className="threat">{words.threat}</p>
        {words.doubt && (
          <p className="doubt" role="note">
            {words.doubt}
          </p>
        )}
      </section>
      <div className="halves">
        <ResultsTable {...props} />
        <Curve {...props} />
      </div>
      <Certified {...props} />
      <Levels {...props} />
      <Handling {...props} />
      <div className="second">
        <Risks {...props} />
        <Duties {...props} />
        <div className="halves">
          <div className="column">
            <Checks {...props} />
            <Examples {...props} />
          </div>
          <Gaps {...props} />
        </div>
        <Repeat {...props} qr={qr} />
      </div>
    </article>
  );
}

function Gaps({ card, voice: { say } }: SheetProps) {
  return (
    <section>
      <h2>{say('rc.gaps')}</h2>
      <ul className="gaps">
        {card.gaps.map((gap) => (
          <li key={gap}>{say(`rc.gap.${gap}`)}</li>
        ))}
      </ul>
    </section>
  );
}
