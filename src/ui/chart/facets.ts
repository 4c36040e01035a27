import type { AttackId } from '../../attacks/catalog.ts';
import type { Rate } from '../../core/stats.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { Report } from '../../spec/report.ts';
import { ballPairsOf } from '../../store/choices.ts';
import { cleanRatesOf, rowsOf, specOf } from '../../store/derived.ts';
import type { Pair } from '../../store/labState.ts';
import { attackIdentity, defenseIdentity, type Identity, worstIdentity } from './identity.ts';

export interface Point {
  readonly epsilon: number;
  readonly rate: Rate;
}

/** One line of a chart. */
export interface Series {
  /** The same in every facet, so that the key can switch it. */
  readonly key: string;
  readonly name: string;
  /** At the end of the line. */
  readonly short: string;
  readonly identity: Identity;
  /** By ascending budget; begins with the clean images, if they are known. */
  readonly points: readonly Point[];
}

export interface Facet {
  readonly key: string;
  readonly title: string;
  /** The worst case, where there is one, comes last so that it is drawn on top. */
  readonly series: readonly Series[];
}

export type FacetBy = 'defense' | 'attack';

/** What the curve chart shows: one facet per defense with a line per attack, or the other way round. */
export function facetsOf(report: Report, by: FacetBy, voice: Voice): Facet[] {
  const pairs = ballPairsOf(report);
  return by === 'defense' ? defenseFacets(report, pairs, voice) : attackFacets(report, pairs, voice);
}

function defenseFacets(report: Report, pairs: readonly Pair[], voice: Voice): Facet[] {
  const defenses = [...new Set(pairs.map(({ defense }) => defense))];
  return defenses.map((defense) => {
    const own = pairs.filter((pair) => pair.defense === defense);
    const lines = own.map((pair) => ({ ...attackWords(report, pair, voice), points: pointsOf(report, pair) }));
    const worst = {
      key: 'worst',
      name: voice.say('attack.worstLong'),
      short: voice.say('curve.worstShort'),
      identity: worstIdentity,
      points: pointsOf(report, { attack: 'worst', defense }),
    };
    return { key: defense, title: voice.defense(defense), series: [...lines, worst] };
  });
}

function attackWords(report: Report, { attack, adaptive }: Pair, { say, attackOf }: Voice) {
  const name = attackOf(specOf(report), attack);
  return {
    key: `${attack}|${adaptive}`,
    name: adaptive ? name : say('attack.unadapted', { attack: name }),
    short: adaptive ? name : say('attack.unadaptedShort', { attack: name }),
    identity: attackIdentity(attack, { adaptive }),
  };
}

function attackFacets(report: Report, pairs: readonly Pair[], voice: Voice): Facet[] {
  const attacks = [...new Set(pairs.map(({ attack }) => attack))];
  return attacks.map((attack) => ({
    key: attack,
    title: voice.attackOf(specOf(report), attack),
    series: pairs
      .filter((pair) => pair.attack === attack)
      .map((pair) => ({ ...defenseWords(pair, voice), points: pointsOf(report, pair) })),
  }));
}

function defenseWords({ defense, adaptive }: Pair, { say, defense: nameOf }: Voice) {
  const name = nameOf(defense);
  return {
    key: `${defense}|${adaptive}`,
    name: adaptive ? name : say('attack.unadapted', { attack: name }),
    short: adaptive ? name : say('attack.unadaptedShort', { attack: name }),
    identity: defenseIdentity(defense, { adaptive }),
  };
}

interface Line {
  readonly attack: AttackId | 'worst';
  readonly defense: string;
  /** Any, for the worst case. */
  readonly adaptive?: boolean;
}

function pointsOf(report: Report, { attack, defense, adaptive }: Line): Point[] {
  const clean = cleanRatesOf(report)[defense];
  const measured = rowsOf(report)
    .filter((row) => row.attack === attack && row.defense === defense)
    .filter((row) => row.robust.n > 0 && (adaptive === undefined || row.adaptive === adaptive))
    .flatMap(({ epsilon, robust }) => (epsilon === null ? [] : [{ epsilon, rate: robust }]));
  const known = clean && clean.n > 0 && measured[0]?.epsilon !== 0 ? [{ epsilon: 0, rate: clean }] : [];
  return [...known, ...measured];
}
