import { createInstance } from 'i18next';
import { fillTemplate } from '../core/fillTemplate.ts';
import { addCardTexts } from './cardText.ts';
import type certify from './certify.en.json';
import type compare from './compare.en.json';
import type detect from './detect.en.json';
import type en from './en.json';
import type extract from './extract.en.json';
import type images from './images.en.json';
import type inspect from './inspect.en.json';
import type models from './models.en.json';
import type report from './report.en.json';
import type thresholds from './thresholds.en.json';
import type train from './train.en.json';

/** Messages of one page come with that page; see `addPageTexts`. */
export type MessageKey =
  | keyof typeof en
  | keyof typeof inspect
  | keyof typeof certify
  | keyof typeof compare
  | keyof typeof detect
  | keyof typeof extract
  | keyof typeof images
  | keyof typeof models
  | keyof typeof report
  | keyof typeof thresholds
  | keyof typeof train;
export type Values = Readonly<Record<string, string | number>>;

/** Gives the message of a key with its placeholders filled. */
export type Say = (key: MessageKey, values?: Values) => string;

type ByKey = Readonly<Record<string, string>>;

/** What is said in one language. `cards` are the texts of cards and problems, by their path, where that is not English. */
export interface Texts {
  readonly messages: ByKey;
  readonly cards: ByKey;
}

/** What a page says that is loaded by itself, in both languages; `cards` are the Japanese texts of its cards. */
export interface PageTexts {
  readonly en: ByKey;
  readonly ja: ByKey;
  readonly cards: ByKey;
}

const keys = new Set<string>();
const catalog = createInstance();
void catalog.init({
  lng: 'en',
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  resources: {},
});

export function addTexts(language: string, { messages, cards }: Texts): void {
  catalog.addResources(language, 'translation', messages);
  addCardTexts(language, cards);
  for (const key of Object.keys(messages)) keys.add(key);
  templates.clear();
}

export function addPageTexts({ en, ja, cards }: PageTexts): void {
  addTexts('en', { messages: en, cards: {} });
  addTexts('ja', { messages: ja, cards });
}

/** Messages by language and key, looked up once: a page that follows a slider asks for hundreds of them each time. */
const templates = new Map<string, string>();

export function sayIn(language: string): Say {
  const lookUp = catalog.getFixedT(language);
  return (key, values) => {
    const name = `${language} ${key}`;
    const template = templates.get(name) ?? lookUp(key, { skipInterpolation: true });
    templates.set(name, template);
    return values ? fillTemplate(template, values) : template;
  };
}

/** Whether a text is a key of what was loaded so far. */
export const isMessageKey = (key: string): key is MessageKey => keys.has(key);
