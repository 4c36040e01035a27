import type { CountermeasureCard, ThiefCard } from '../../extraction/card.ts';
import { type CountermeasureId, countermeasureCards } from '../../extraction/countermeasures.catalog.ts';
import { type ThiefId, thiefCards } from '../../extraction/thieves.catalog.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { Setting } from '../../spec/extractSummary.ts';

const thieves: Readonly<Record<string, ThiefCard>> = thiefCards;
const measures: Readonly<Record<string, CountermeasureCard>> = countermeasureCards;

export const thiefName = ({ card }: Voice, id: string): string =>
  card(`thieves.${id}.title`, thieves[id as ThiefId]?.title ?? id);

export const measureName = ({ card }: Voice, id: string): string =>
  card(`countermeasures.${id}.title`, measures[id as CountermeasureId]?.title ?? id);

/** `none`, `rounding`, `rounding+prada` in words. */
export function chainNameOf(voice: Voice, chain: string): string {
  if (chain === 'none') return voice.say('ex.bare');
  return chain
    .split('+')
    .map((id) => measureName(voice, id))
    .reduce((first, second) => voice.say('ex.chain', { first, second }));
}

export const thiefWith = (voice: Voice, { thief, labels }: Pick<Setting, 'thief' | 'labels'>): string =>
  voice.say('ex.thiefWith', { thief: thiefName(voice, thief), labels: voice.say(`ex.kind.${labels}`) });

export const settingText = (voice: Voice, setting: Setting): string =>
  voice.say('ex.setting', {
    thief: thiefName(voice, setting.thief),
    labels: voice.say(`ex.kind.${setting.labels}`),
    measures: chainNameOf(voice, setting.countermeasures),
  });

/** `$7.50` */
export const moneyText = ({ say }: Pick<Voice, 'say'>, money: number): string =>
  say('ex.money', { value: money.toFixed(2) });
