import { createInstance, type TFunction } from 'i18next';
import en from './en.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };

export type MessageKey = keyof typeof en;
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

export function sayIn(language: string): Say {
  const fixed: TFunction = catalog.getFixedT(language);
  return (key, values) => fixed(key, { ...values });
}

export const isMessageKey = (key: string): key is MessageKey => key in en;
