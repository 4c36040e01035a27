import { renderToStaticMarkup } from 'react-dom/server';
import type { Voice } from '../../i18n/voice.ts';
import type { RobustnessCard } from '../../spec/robustness/cardSchema.ts';
import { qrModules } from './qrModules.ts';
import { Sheet } from './Sheet.tsx';

/** Nothing may be fetched: styles and pictures are in the file. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

interface StandaloneOptions {
  readonly card: RobustnessCard;
  readonly voice: Voice;
  /** Tokens, then the rules of the sheet. */
  readonly css: string;
}

/** A card as one HTML file that opens from disk without a network, and prints on two A4 pages. */
export function standaloneHtml({ card, voice, css }: StandaloneOptions): string {
  const document = (
    <html lang={voice.language}>
      <head>
        <meta charSet="utf-8" />
        <meta httpEquiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{voice.say('rc.title', { model: voice.model(card.model.id) })}</title>
        <style>{css}</style>
      </head>
      <body>
        <main>
          <Sheet card={card} voice={voice} qr={qrModules(card.link)} />
        </main>
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToStaticMarkup(document)}\n`;
}
