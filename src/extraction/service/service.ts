import { makeRng } from '../../core/rng.ts';
import type { Alarm, Watching } from '../../spec/extractEvents.ts';
import { type CountermeasureChain, type DetectorId, memberOf } from '../countermeasures.catalog.ts';
import { shuffledTop, toldAnswer } from './answers.ts';
import { argMax } from './distribution.ts';
import { type Denial, openGate } from './gate.ts';
import { openGuard } from './guard.ts';
import { openIgnorant } from './ignorant.ts';
import { queryHash } from './queryHash.ts';

/** One question: who asks, when (simulated seconds), and what the model truly says of the image. */
export interface Question {
  readonly client: number;
  readonly seconds: number;
  readonly pixels: Float32Array;
  readonly truth: Float32Array;
}

/** A question that is denied gets no answer of any kind. */
export type Reply =
  | { readonly kind: 'answer'; readonly probabilities: Float32Array }
  | { readonly kind: 'denied'; readonly denial: Denial };

/** What the service has counted. */
export interface Ledger {
  readonly sent: number;
  readonly answered: number;
  readonly denied: number;
  /** Answers and registrations, in the unit of the price. */
  readonly money: number;
  readonly accountsClosed: number;
}

/** A model behind a service: it counts, prices, watches and logs each question in turn. */
export interface Service {
  register(client: number): void;
  ask(question: Question): Reply;
  ledger(): Ledger;
  readonly alarms: readonly Alarm[];
  watching(): Watching[];
  /** JSON Lines: time, client, hash of the query, answer or reason of denial, alarms. */
  log(): string;
}

export interface ServiceOptions {
  readonly chain: CountermeasureChain;
  readonly seed: number;
  readonly classes: number;
  readonly shape: readonly [number, number, number];
  /** Of 1,000 answers, where the chain does not say another. */
  readonly price: number;
  readonly ownImages: readonly Float32Array[];
  readonly keepsLog: boolean;
}

/** Opens a service without accounts. Same options and questions: same replies, log and bill. */
export function openService({ chain, seed, classes, shape, price, ownImages, keepsLog }: ServiceOptions): Service {
  const gate = openGate(chain);
  const guard = openGuard(chain, ownImages);
  const stream = makeRng(seed).fork('service');
  const ignorant = openIgnorant(`${seed}/ignorant`, classes, shape[0] * shape[1] * shape[2]);
  const perThousand = memberOf(chain, 'higher-price')?.params.perThousand ?? price;
  const perAccount = memberOf(chain, 'registration')?.params.perAccount ?? 0;
  const accounts = new Set<number>();
  const lines: string[] = [];
  const counts = { sent: 0, answered: 0, denied: 0 };

  const note = ({ client, seconds, pixels }: Question, told: Float32Array | Denial, alarms: readonly DetectorId[]) => {
    if (keepsLog) lines.push(logLine({ seconds, client, query: queryHash(pixels, shape) }, told, alarms));
  };
  const deny = (question: Question, denial: Denial, alarms: readonly DetectorId[]): Reply => {
    counts.denied++;
    note(question, denial, alarms);
    return { kind: 'denied', denial };
  };
  return {
    alarms: guard.alarms,
    register: (client) => void accounts.add(client),
    ask(question) {
      const { client, seconds, pixels, truth } = question;
      const number = ++counts.sent;
      const denial = gate.admit(client, seconds);
      if (denial) return deny(question, denial, []);
      const verdict = guard.observe({ client, pixels, label: argMax(truth) }, counts.answered + 1, seconds);
      if (verdict.block) {
        gate.close(client);
        return deny(question, { reason: 'closed' }, verdict.alarms);
      }
      const rng = stream.fork(number);
      const told = toldAnswer(chain, truth, { pixels, rng, ignorant });
      const probabilities = verdict.degrade ? shuffledTop(told, rng.fork('degrade')) : told;
      counts.answered++;
      note(question, probabilities, verdict.alarms);
      return { kind: 'answer', probabilities };
    },
    ledger: () => ({
      ...counts,
      money: (counts.answered * perThousand) / 1000 + accounts.size * perAccount,
      accountsClosed: gate.closed.size,
    }),
    watching: guard.watching,
    log: () => lines.map((line) => `${line}\n`).join(''),
  };
}

function logLine(
  { seconds, client, query }: { readonly seconds: number; readonly client: number; readonly query: string },
  told: Float32Array | Denial,
  alarms: readonly DetectorId[],
): string {
  const outcome =
    told instanceof Float32Array
      ? { answer: Array.from(told, (value) => Number(value.toPrecision(4))) }
      : { denied: told.reason };
  return JSON.stringify({ time: Number(seconds.toFixed(3)), client, query, ...outcome, alarms });
}
