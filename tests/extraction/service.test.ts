import { describe, expect, it } from 'vitest';
import { parseParams } from '../../src/core/params.ts';
import { makeRng } from '../../src/core/rng.ts';
import { openCaller } from '../../src/extraction/caller.ts';
import {
  type CountermeasureChain,
  type CountermeasureId,
  countermeasureCards,
} from '../../src/extraction/countermeasures.catalog.ts';
import { openPool, type PoolSource } from '../../src/extraction/pool.ts';
import { allowedOf, openGate } from '../../src/extraction/service/gate.ts';
import { openService, type ServiceOptions } from '../../src/extraction/service/service.ts';

/** A chain from ids and the settings that differ from the usual ones. */
function chainOf(settings: Partial<Record<CountermeasureId, Record<string, string>>>): CountermeasureChain {
  return Object.entries(settings).map(([id, text]) => ({
    id,
    params: parseParams(countermeasureCards[id as CountermeasureId].params, text, id),
  })) as unknown as CountermeasureChain; // id and params come from the same card
}

const shape = [2, 2, 1] as const;
const serviceWith = (chain: CountermeasureChain, more: Partial<ServiceOptions> = {}) =>
  openService({ chain, seed: 0, classes: 3, shape, price: 2, ownImages: [], keepsLog: true, ...more });
const truth = Float32Array.of(0.7, 0.2, 0.1);
const question = (client: number, seconds: number) => ({ client, seconds, pixels: new Float32Array(4), truth });

describe('the gate', () => {
  it('lets a full bucket through at once and then one question per refill', () => {
    const gate = openGate(chainOf({ 'rate-limit': { burst: '3', perSecond: '0.5' } }));
    const at = (seconds: number) => gate.admit(0, seconds);
    expect([at(0), at(0), at(0)]).toEqual([undefined, undefined, undefined]);
    expect(at(0)).toEqual({ reason: 'rate', retryAt: 2 });
    expect(at(1)).toEqual({ reason: 'rate', retryAt: 2 });
    expect(at(2)).toBeUndefined();
    expect(at(3)).toMatchObject({ reason: 'rate' });
    expect(at(100)).toBeUndefined();
    expect([at(100), at(100)]).toEqual([undefined, undefined]); // never more than a bucket
    expect(at(100)).toMatchObject({ reason: 'rate' });
  });

  it('counts the budget of each account by itself, and denials are free', () => {
    const gate = openGate(chainOf({ 'query-budget': { perAccount: '2' } }));
    expect([0, 0, 0, 1].map((client) => gate.admit(client, 0)?.reason)).toEqual([
      undefined,
      undefined,
      'budget',
      undefined,
    ]);
  });

  it('allows an honest user of the same volume what bucket and refill give', () => {
    // 10 at once, and 1 per second for the 9.9 s that 100 questions at 10 per second take
    expect(allowedOf(chainOf({ 'rate-limit': { burst: '10', perSecond: '1' } }), 100, 10)).toBe(19);
    expect(allowedOf([], 100, 10)).toBe(100);
  });
});

describe('the service', () => {
  it('bills answers and accounts, and nothing for what it denies', () => {
    const chain = chainOf({
      'query-budget': { perAccount: '2' },
      registration: { perAccount: '5' },
      'higher-price': { perThousand: '100' },
    });
    const service = serviceWith(chain);
    for (const client of [0, 1]) service.register(client);
    const replies = [0, 0, 0, 1].map((client) => service.ask(question(client, 0)).kind);
    expect(replies).toEqual(['answer', 'answer', 'denied', 'answer']);
    expect(service.ledger()).toEqual({ sent: 4, answered: 3, denied: 1, money: 10.3, accountsClosed: 0 });
  });

  it('gives a denied question nothing but the reason', () => {
    const service = serviceWith(chainOf({ 'query-budget': { perAccount: '1' } }));
    service.ask(question(0, 0));
    expect(service.ask(question(0, 1))).toEqual({ kind: 'denied', denial: { reason: 'budget' } });
  });

  it('logs every question as one line of JSON', () => {
    const service = serviceWith(chainOf({ 'query-budget': { perAccount: '1' } }));
    service.ask(question(0, 0.25));
    service.ask(question(0, 1));
    const lines = service
      .log()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { time: 0.25, client: 0, query: expect.stringMatching(/^[0-9a-f]{8}$/), answer: [0.7, 0.2, 0.1], alarms: [] },
      { time: 1, client: 0, query: lines[0].query, denied: 'budget', alarms: [] },
    ]);
  });

  it('closes an account at its alarm, and only that one', () => {
    // Equal images: after the first of a class all distances are 0, which is as far from a bell curve as can be.
    const chain = chainOf({ prada: { after: 'block', delta: '0.95' } });
    const service = serviceWith(chain);
    const rng = makeRng(1);
    const ask = (client: number) =>
      service.ask({ client, seconds: 0, truth, pixels: Float32Array.from({ length: 4 }, () => rng.uniform() ** 8) });
    let asked = 0;
    while (ask(0).kind === 'answer' && asked < 1000) asked++;
    expect(asked).toBeGreaterThan(100);
    expect(asked).toBeLessThan(300);
    expect(service.alarms).toEqual([{ detector: 'prada', client: 0, query: asked + 1, seconds: 0 }]);
    expect(ask(0)).toEqual({ kind: 'denied', denial: { reason: 'closed' } });
    expect(ask(1).kind).toBe('answer');
  });

  it('watches all accounts together when told to', () => {
    const pixels = (i: number) => Float32Array.from({ length: 4 }, (_, j) => makeRng(i).fork(j).uniform() ** 8);
    const alarmsOf = (view: string) => {
      const service = serviceWith(chainOf({ prada: { view, delta: '0.95' } }));
      for (let i = 0; i < 300; i++) service.ask({ client: i % 10, seconds: i, truth, pixels: pixels(i) });
      return service.alarms.map(({ client }) => client);
    };
    expect(alarmsOf('client')).toEqual([]); // 30 questions each are too few to judge
    expect(alarmsOf('pooled')).toContain(null);
  });
});

describe('the caller', () => {
  const size = 4;
  const source: PoolSource = {
    name: 'drawn',
    size: 500,
    shape,
    read: async (positions) => ({
      pixels: Float32Array.from(positions.flatMap((p) => [p, p, p, p])),
      labels: Int32Array.from(positions, (p) => p % 3),
    }),
  };
  const callerOf = (chain: CountermeasureChain, { accounts = 1, padding = 0 } = {}) => {
    const service = serviceWith(chain);
    const pool = openPool(source, shape, makeRng(0));
    const oracle = async (_: Float32Array, n: number) => Float32Array.from({ length: 3 * n }, (_, i) => truth[i % 3]!);
    const caller = openCaller({
      service,
      pool,
      oracle,
      accounts,
      padding,
      pace: 10,
      latencyMs: 50,
      size,
      pause: async () => undefined,
    });
    return { service, caller };
  };

  it('counts what the service counts', async () => {
    const { service, caller } = callerOf([], { padding: 1.5, accounts: 3 });
    const replies = await caller.ask(new Float32Array(40 * size), 1000);
    expect(replies).toHaveLength(40);
    expect(caller.answered).toBe(100);
    expect(service.ledger()).toMatchObject({ sent: 100, answered: 100, denied: 0 });
  });

  it('stops at the limit to the question', async () => {
    const { caller } = callerOf([], { padding: 2 });
    const replies = await caller.ask(new Float32Array(40 * size), 31);
    expect(caller.answered).toBe(31);
    expect(replies.filter(Boolean)).toHaveLength(10);
  });

  it('waits where it is told to, asking from its other accounts first', async () => {
    const chain = chainOf({ 'rate-limit': { burst: '5', perSecond: '0.1' } });
    const alone = callerOf(chain);
    await alone.caller.ask(new Float32Array(20 * size), 1000);
    expect(alone.caller.answered).toBe(20);
    expect(alone.caller.seconds).toBeCloseTo(150, 0); // fifteen tokens at ten seconds each
    const sybil = callerOf(chain, { accounts: 4 });
    await sybil.caller.ask(new Float32Array(20 * size), 1000);
    expect(sybil.caller.seconds).toBeCloseTo(2, 5);
    expect(sybil.service.ledger().denied).toBe(0);
  });

  it('moves to another account when one is used up, and is locked when none is left', async () => {
    const { caller, service } = callerOf(chainOf({ 'query-budget': { perAccount: '3' } }), { accounts: 2 });
    const replies = await caller.ask(new Float32Array(10 * size), 1000);
    expect(replies.filter(Boolean)).toHaveLength(6);
    expect(caller.locked).toBe(true);
    expect(service.ledger()).toMatchObject({ answered: 6, denied: 2 });
  });
});
