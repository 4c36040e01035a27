import { type AttackId, attackCards } from '../attacks/catalog.ts';
import { describeEpsilon } from '../core/epsilon.ts';
import type { Rate } from '../core/stats.ts';
import { thiefCards } from '../extraction/thieves.catalog.ts';
import { budgetOf } from '../spec/cells.ts';
import { parseCertify } from '../spec/certifySpec.ts';
import { isCertify, isExtract, isTransfer } from '../spec/experimentKind.ts';
import { parseExtract } from '../spec/extractSpec.ts';
import type {
  CardCriterion,
  CardEvidence,
  CardMeasure,
  CardProof,
  RobustnessCard,
} from '../spec/robustness/cardSchema.ts';
import { budgetFor, type Criterion } from '../spec/robustness/profile.ts';
import { parseSpec, type Spec } from '../spec/spec.ts';
import { parseTransfer } from '../spec/transferSpec.ts';
import './checkWords.ts'; // brings the titles of the checks
import certificateTexts from './certify.ja.cards.json' with { type: 'json' };
import thiefTexts from './extract.ja.cards.json' with { type: 'json' };
import { addPageTexts } from './messages.ts';
import { methodTitle, proofBudget, provedOf, withstoodOf } from './proofWords.ts';
import reportEn from './report.en.json' with { type: 'json' };
import reportJa from './report.ja.json' with { type: 'json' };
import type { Voice } from './voice.ts';

addPageTexts({ en: reportEn, ja: reportJa, cards: { ...thiefTexts, ...certificateTexts } });

/** What a card says in one language, for page, print and command line alike. */
export interface CardWords {
  readonly finding: string;
  readonly threat: string;
  /** Why the main report is not trusted; undefined where it is. */
  readonly doubt: string | undefined;
  readonly reached: string;
  /** Name of an attack of one of the reports, with its steps. */
  attack(source: number, attack: AttackId | 'worst'): string;
  /** `withstands PGD-20, ε = 0.3`, or without ε where it does not apply. */
  by(evidence: CardEvidence): string;
  criterion(criterion: Criterion): string;
  /** What was found for a criterion, or why nothing was. */
  found(criterion: CardCriterion): string;
  /** One proof in a line. */
  proof(proof: CardProof): string;
  risk(risk: RobustnessCard['risks'][number]): string;
  duty(duty: RobustnessCard['duties'][number]): string;
  source(source: RobustnessCard['sources'][number]): string;
}

/** The lowest share that withstood everything at an ε, of all reports that tried. */
export interface Worst {
  readonly epsilon: number;
  readonly withstands: CardMeasure;
}

/** A measure as the number words take it. */
export const rateOf = ({ value, low, high, n }: CardMeasure): Rate => ({
  count: Math.round((value ?? 0) * n),
  n,
  value: value ?? Number.NaN,
  low,
  high,
});

/** The worst case at every ε of the main norm, ascending. */
export function worstCurve({ results, threat }: RobustnessCard): Worst[] {
  const cases = results.filter(
    ({ attack, norm, epsilon }) => attack === 'worst' && norm === threat.norm && epsilon !== null,
  );
  const lowest = new Map<number, CardMeasure>();
  for (const { epsilon, withstands } of cases) {
    const known = lowest.get(epsilon!);
    if (!known || (withstands.value ?? 1) < (known.value ?? 1)) lowest.set(epsilon!, withstands);
  }
  return [...lowest].map(([epsilon, withstands]) => ({ epsilon, withstands })).sort((a, b) => a.epsilon - b.epsilon);
}

/** The worst case that the card leads with: at the ε of the levels, else the nearest below, else the smallest. */
export function headline(card: RobustnessCard): Worst | undefined {
  const curve = worstCurve(card);
  return curve.filter(({ epsilon }) => epsilon <= card.threat.budget + 1e-6).at(-1) ?? curve[0];
}

export function cardWords(card: RobustnessCard, voice: Voice): CardWords {
  const { say } = voice;
  const specs = card.sources.map(({ spec }) => specIn(spec, card.model.id));
  const attack = (source: number, id: AttackId | 'worst') => voice.attackOf(specs[source]!, id);
  const by = ({ source, kind, attack: id, epsilon, from, queries }: CardEvidence) => {
    const values = {
      attack: attack(source, id),
      epsilon: describeEpsilon(epsilon),
      from: voice.model(from ?? ''),
      queries: voice.count(queries ?? 0),
    };
    if (kind === 'attack') return say(epsilon === null ? 'rc.by.attackOwn' : 'rc.by.attack', values);
    const maker = {
      transfer: values.from,
      copy: thiefTitle(from ?? '', voice),
      certified: methodTitle(from ?? '', voice),
    };
    return say(`rc.by.${kind}`, { ...values, from: maker[kind] });
  };
  return {
    finding: findingText(card, voice),
    threat: threatText(card, voice, specs[0]!),
    doubt: card.trusted
      ? undefined
      : say('rc.untrusted', { reason: say(`rc.seal.${card.sources[0]!.seal === 'broken' ? 'broken' : 'absent'}`) }),
    reached: card.reached === 0 ? say('rc.reachedNone') : say('rc.reached', { level: card.reached }),
    attack,
    by,
    criterion: (criterion) => criterionText(card, voice, criterion),
    found: ({ id, measure, by: evidence, reason }) => {
      if (!measure) return reason ? say(`rc.reason.${reason}`) : '';
      const rate = voice.rate(rateOf(measure));
      return evidence && !isAsAsked(card, id, evidence) ? say('rc.foundBy', { rate, by: by(evidence) }) : rate;
    },
    proof: (proof) =>
      say('rc.proofLine', {
        method: methodTitle(proof.row.method, voice),
        budget: proofBudget(proof.row.norm, proof.row.epsilon, voice),
        rate: voice.rate(rateOf(provedOf(proof))),
        withstood: voice.rate(rateOf(withstoodOf(proof))),
        attack: attack(proof.source, proof.attack),
      }),
    risk: ({ rating, success, by: evidence }) => {
      if (!success) return say('rc.riskUnknown');
      const rate = voice.rate(rateOf(success));
      if (!evidence) return say('rc.riskThrough', { rate });
      return say(rating === 'unknown' ? 'rc.riskFew' : 'rc.riskWhy', { rate, by: by(evidence) });
    },
    duty: ({ code, values }) => say(`rc.duty.${code}`, dutyValues(values, voice)),
    source: (source) => sourceText(source, voice),
  };
}

export const thiefTitle = (id: string, { card }: Pick<Voice, 'card'>): string =>
  card(`thieves.${id}.title`, (thiefCards as Readonly<Record<string, { title: string }>>)[id]?.title ?? id);

/** The very attack at the very ε that a criterion names: nothing to add to the number. */
function isAsAsked({ profile, data }: RobustnessCard, id: string, { attack, epsilon }: CardEvidence): boolean {
  const criterion = profile.levels.flatMap(({ criteria }) => criteria).find((one) => one.id === id);
  if (criterion?.measure !== 'withstands' || criterion.attack !== attack) return false;
  return epsilon === null || Math.abs(epsilon - budgetFor(profile, data.id)) <= 1e-6;
}

/** The evaluation that names the attacks of a report. */
function specIn(text: RobustnessCard['sources'][number]['spec'], model: string): Spec {
  if (isTransfer(text)) return parseTransfer(text).on(model);
  if (isCertify(text)) return parseCertify(text).bare;
  return isExtract(text) ? parseExtract(text).victim : parseSpec(text);
}

function findingText(card: RobustnessCard, { say, percent }: Voice): string {
  const worst = headline(card);
  const clean = percent(rateOf(card.clean).value);
  if (!worst) return say('rc.findingClean', { clean });
  const share = percent(rateOf(worst.withstands).value);
  return say('rc.finding', { share, clean, epsilon: describeEpsilon(worst.epsilon) });
}

function threatText({ threat }: RobustnessCard, { say, option, goal }: Voice, spec: Spec): string {
  const values = { epsilon: describeEpsilon(threat.epsilons.at(-1) ?? null), norm: option('norm', threat.norm) };
  if (threat.norm === 'linf' && threat.goal === 'untargeted') return say('rc.threatWords', values);
  return say('rc.threatWordsOther', { ...values, goal: goal(spec.goal) });
}

function criterionText({ profile, data }: RobustnessCard, voice: Voice, criterion: Criterion): string {
  const { say, percent, card, count } = voice;
  const bound = percent('atLeast' in criterion ? criterion.atLeast : criterion.atMost);
  const values = { bound, epsilon: describeEpsilon(budgetFor(profile, data.id)) };
  if (criterion.measure === 'withstands') {
    const attack = card(`attacks.${criterion.attack}.title`, attackCards[criterion.attack].title);
    const own = budgetOf(criterion.attack) === 'own';
    return say(own ? 'rc.criterion.withstandsOwn' : 'rc.criterion.withstands', { ...values, attack });
  }
  const queries = criterion.measure === 'copy' ? count(criterion.queries) : '';
  return say(`rc.criterion.${criterion.measure}`, { ...values, queries });
}

/** Shares in percent, money and thresholds as they are. */
function dutyValues(values: Readonly<Record<string, number>>, { percent, count }: Voice) {
  const shares = ['share', 'before', 'after'];
  const plain = ['accept', 'reject'];
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (shares.includes(key)) return [key, percent(value)];
      if (plain.includes(key)) return [key, String(Number(value.toFixed(3)))];
      return [key, key === 'temperature' ? value.toFixed(2) : count(value)];
    }),
  );
}

function sourceText(source: RobustnessCard['sources'][number], { say }: Voice): string {
  const { name, kind, startedAt, backend, adapter, version, spec, misfit, otherVersion, complete } = source;
  const text = say('rc.source', {
    name,
    kind: say(`rc.sourceKind.${kind}`),
    date: startedAt?.slice(0, 10) ?? say('rc.unknownDate'),
    backend,
    adapter,
    seed: spec.seed ?? '0',
    version,
  });
  const notes = [
    ...(misfit ? [say(`rc.misfit.${misfit}`)] : []),
    ...(otherVersion ? [say('rc.otherVersion')] : []),
    ...(complete ? [] : [say('rc.unfinished')]),
  ];
  return notes.length === 0 ? text : `${text} (${notes.join(say('own.join'))})`;
}
