import { type DefenseId, defenseCards } from '../../defenses/catalog.ts';
import { detectorCards } from '../../detectors/catalog.ts';
import type { Voice } from '../../i18n/voice.ts';
import { type Contender, methodOf } from '../../spec/compare.ts';
import { methodCards } from '../../training/methods.catalog.ts';

export function contenderName({ say, card, model, defense }: Voice, { kind, id }: Contender): string {
  if (kind === 'model') return model(id);
  if (kind === 'chain') return defense(id);
  return say('compare.detector', { name: card(`detectors.${id}.title`, detectorCards[id].title) });
}

/** What a defense buys and does not buy; for a chain, of each of its links. */
export function contenderNotes({ card }: Voice, { kind, id }: Contender) {
  const sources =
    kind === 'model'
      ? [{ path: `methods.${methodOf(id)}`, texts: methodCards[methodOf(id)] }]
      : kind === 'detector'
        ? [{ path: `detectors.${id}`, texts: detectorCards[id] }]
        : id.split('+').map((link) => ({ path: `defenses.${link}`, texts: defenseCards[link as DefenseId] })); // chains are of defenses
  const join = (part: 'strengths' | 'weaknesses') =>
    sources.map(({ path, texts }) => card(`${path}.${part}`, texts[part])).join(' ');
  return { strengths: join('strengths'), weaknesses: join('weaknesses') };
}
