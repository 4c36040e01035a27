import { LabError } from '../core/errors.ts';
import { makeRng } from '../core/rng.ts';
import type { Env, Host } from '../engine/env.ts';
import type { RunEvent } from '../spec/events.ts';
import type { TheftEnd } from '../spec/extractEvents.ts';
import { ownQueries } from '../spec/extractFit.ts';
import type { ExtractSpec, Theft } from '../spec/extractSpec.ts';
import { type Caller, openCaller, rowOf } from './caller.ts';
import { type Copy, openCopy } from './copy.ts';
import type { CountermeasureChain } from './countermeasures.catalog.ts';
import { attackWith, type Exam, likeness } from './exam.ts';
import { probabilitiesOf } from './oracle.ts';
import { openPool, type PoolSource } from './pool.ts';
import { allowedOf } from './service/gate.ts';
import { openService, type Service } from './service/service.ts';
import { openStolen, type Stolen } from './stolen.ts';
import { openThief } from './thieves/index.ts';
import { sizeOf, type Thief } from './thieves/thief.ts';
import type { Marked } from './watermark.ts';

/** What a theft takes place in. */
export interface Field {
  readonly spec: ExtractSpec;
  readonly exam: Exam;
  readonly chain: CountermeasureChain;
  readonly source: PoolSource;
  readonly ownImages: readonly Float32Array[];
  readonly marked: Marked | undefined;
  /** Log and copy are kept. */
  readonly keeps: boolean;
  readonly env: Env;
  readonly host: Host<RunEvent>;
  /** Told how many answers the thief has; awaited often. */
  readonly tick: (answered: number) => Promise<void>;
}

interface Heist {
  readonly field: Field;
  readonly theft: Theft;
  readonly service: Service;
  readonly caller: Caller;
  readonly copy: Copy;
  readonly stolen: Stolen;
  readonly thief: Thief;
  readonly pause: () => Promise<void>;
}

const mostAtOnce = 100; // questions between two looks at the clock

/** Carries out one theft: asks, learns, and measures the copy at each point. Same field and theft: same pieces. */
export async function steal(field: Field, theft: Theft): Promise<void> {
  const { spec, exam, host } = field;
  const heist = open(field, theft);
  const { copy, stolen, pause } = heist;
  let endedEarly: TheftEnd['endedEarly'] = null;
  try {
    for (const point of spec.points) {
      endedEarly = await askUntil(heist, point);
      if (stolen.images.length > 0) {
        await copy.teach(stolen, spec.settings.epochs);
        const means = { env: field.env, signal: host.signal, pause };
        const measured = { ...(await likeness(exam, copy, means)), attacks: await attackWith(copy, exam, spec, means) };
        const firstAlarm = heist.service.alarms[0]?.query ?? null;
        const point = { ...spent(heist), ...measured, firstAlarm };
        host.emit({ kind: 'extract', piece: { kind: 'point', theft, point } });
      }
      if (endedEarly !== null) break;
    }
    await finish(heist, endedEarly);
  } finally {
    copy.dispose();
  }
  await field.tick(spec.settings.budget);
}

function open(field: Field, theft: Theft): Heist {
  const { spec, exam, chain, source, ownImages, keeps, env, tick } = field;
  const { settings } = spec;
  const { classifier } = exam.victim;
  const { classes, shape } = classifier;
  const { seed } = theft;
  const rng = makeRng(seed).fork('thief');
  const pool = openPool(source, shape, makeRng(seed).fork('pool'));
  const service = openService({ chain, seed, classes, shape, price: settings.price, ownImages, keepsLog: keeps });
  const pause = (): Promise<void> => tick(caller.answered);
  const means = { batchSize: env.batchSize, pause };
  const caller: Caller = openCaller({
    service,
    pool,
    oracle: (pixels) => probabilitiesOf(classifier, pixels, means),
    accounts: settings.accounts,
    padding: settings.padding,
    pace: settings.pace,
    latencyMs: settings.latency,
    size: sizeOf(shape),
    pause,
  });
  const stolen = openStolen(theft.labels);
  const copy = openCopy({ substitute: settings.substitute, shift: settings.shift, shape, classes, seed, pause });
  const guess = (pixels: Float32Array) => probabilitiesOf(copy.classifier, pixels, means);
  const choice = spec.thieves.find(({ id }) => id === theft.thief)!; // thefts are planned from the spec
  const budget = ownQueries(settings);
  const scene = { pool, copy, stolen, guess, rng, shape, classes, budget, epochs: settings.epochs, pause };
  return { field, theft, service, caller, copy, stolen, thief: openThief(choice, scene), pause };
}

/** Asks until so many answers were received; tells why where it had to stop before. */
async function askUntil(
  { field, caller, stolen, thief, pause }: Heist,
  point: number,
): Promise<TheftEnd['endedEarly']> {
  const { padding } = field.spec.settings;
  const size = sizeOf(field.exam.victim.classifier.shape);
  while (caller.answered < point) {
    const room = Math.max(1, Math.floor((point - caller.answered) / (1 + padding)));
    const images = await thief.next(Math.min(room, mostAtOnce));
    if (images.length === 0) return 'no-query';
    const replies = await caller.ask(images, point);
    for (const [i, reply] of replies.entries()) if (reply) stolen.add(rowOf(images, i, size), reply);
    await thief.hear?.(replies);
    if (caller.locked) return 'no-account';
    await pause();
  }
  return null;
}

function spent({ service, caller }: Heist) {
  const { answered, denied, money } = service.ledger();
  if (answered !== caller.answered)
    throw new LabError('contract', `the service counts ${answered} answers, the thief ${caller.answered}`);
  return { queries: answered, denied, money, seconds: caller.seconds };
}

async function finish(heist: Heist, endedEarly: TheftEnd['endedEarly']): Promise<void> {
  const { field, theft, service, copy, stolen } = heist;
  const { chain, spec, marked, keeps, host } = field;
  const emit = (piece: Extract<RunEvent, { kind: 'extract' }>['piece']) => host.emit({ kind: 'extract', piece });
  const { sent, accountsClosed } = service.ledger();
  const bill = spent(heist);
  const end: TheftEnd = {
    ...bill,
    sent,
    accountsClosed,
    endedEarly,
    honestAllowed: { count: allowedOf(chain, bill.queries, spec.settings.pace), n: bill.queries },
    alarms: service.alarms,
    watching: service.watching(),
    watermark: marked && stolen.images.length > 0 ? await marked.verify(copy.classifier) : null,
  };
  emit({ kind: 'end', theft, end });
  if (!keeps) return;
  emit({ kind: 'log', theft, lines: service.log() });
  if (stolen.images.length > 0) emit({ kind: 'copy', theft, files: await copy.files() });
}
