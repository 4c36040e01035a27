import { createInstance, type TFunction } from 'i18next';
import type certify from './certify.en.json';
import en from './en.json' with { type: 'json' };
import type extract from './extract.en.json';
import type images from './images.en.json';
import type inspect from './inspect.en.json';
import ja from './ja.json' with { type: 'json' };
import type models from './models.en.json';
import type thresholds from './thresholds.en.json';
import type train from './train.en.json';

/** Messages of one page come with that page; see `addMessages`. */
export type MessageKey =
  | keyof typeof en
  | keyof typeof inspect
  | keyof typeof certify
  | keyof typeof extract
  | keyof typeof images
  | keyof typeof models
  | keyof typeof thresholds
  | keyof typeof train;
export type Values = Readonly<Record<string, string | number>>;

/** Gives the message of a key with its placeholders filled. */
export type Say = (key: MessageKey, values?: Values) => string;

const catalog = createInstance();
void catalog.init({
  lng: 'en',
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: { en: { translation: en }, ja: { translation: ja } },
});

/** Adds the messages of a page that is loaded by itself, in both languages. */
export function addMessages(pages: Readonly<Record<'en' | 'ja', Readonly<Record<string, string>>>>): void {
  for (const [language, texts] of Object.entries(pages)) catalog.addResources(language, 'translation', texts);
}

export function sayIn(language: string): Say {
  const fixed: TFunction = catalog.getFixedT(language);
  return (key, values) => fixed(key, { ...values });
}

export const isMessageKey = (key: string): key is MessageKey => key in en;
