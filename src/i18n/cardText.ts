import cards from './ja.cards.json' with { type: 'json' };
import problems from './ja.problems.json' with { type: 'json' };

/** Texts of cards that are not English, by their path: `attacks.pgd.params.steps.label`. */
const translations: Record<string, Readonly<Record<string, string>>> = { ja: { ...cards, ...problems } };

/** Adds the texts of cards that are loaded with a page of their own. */
export function addCards(language: string, texts: Readonly<Record<string, string>>): void {
  translations[language] = { ...translations[language], ...texts };
}

/** Text of a card in a language; cards themselves are written in English. */
export const cardText = (language: string, path: string, english: string): string =>
  translations[language]?.[path] ?? english;
