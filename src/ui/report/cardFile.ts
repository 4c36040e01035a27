import type { Voice } from '../../i18n/voice.ts';
import type { RobustnessCard } from '../../spec/robustness/cardSchema.ts';
import rules from '../sheet/sheet.css?raw';
import { standaloneHtml } from '../sheet/standalone.tsx';
import tokens from '../styles/tokens.css?raw';

/** The card as a file of its own, as `epsilon report --html` writes it. Loaded only when somebody wants the file. */
export const cardFile = (card: RobustnessCard, voice: Voice): string =>
  standaloneHtml({ card, voice, css: `${tokens}\n${rules}` });
