import cards from './ja.cards.json' with { type: 'json' };
import problems from './ja.problems.json' with { type: 'json' };

/** Texts of cards that are not English, by their path: `attacks.pgd.params.steps.label`. */
const translations: Readonly<Record<string, Readonly<Record<string, string>>>> = { ja: { ...cards, ...problems } };

/** Text of a card in a language; cards themselves are written in English. */
export const cardText = (language: string, path: string, english: string): string =>
  translations[language]?.[path] ?? english;
