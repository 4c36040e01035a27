/** Texts of cards that are not English, by language and path: `attacks.pgd.params.steps.label`. */
const translations = new Map<string, Map<string, string>>();

export function addCardTexts(language: string, texts: Readonly<Record<string, string>>): void {
  const known = translations.get(language) ?? new Map<string, string>();
  for (const [path, text] of Object.entries(texts)) known.set(path, text);
  translations.set(language, known);
}

/** Text of a card in a language; cards themselves are written in English. */
export const cardText = (language: string, path: string, english: string): string =>
  translations.get(language)?.get(path) ?? english;
