import { beforeAll, describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import type { Env } from '../../src/engine/env.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import type { Checkpoint } from '../../src/training/checkpoint.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import { alone, joinTeam, shareOf } from '../../src/training/team.ts';
import { train } from '../../src/training/train.ts';
import { trainTogether } from '../../workers/trainTogether.ts';
import { stripes, stripesRecipe } from '../training/stripes.ts';
import { channelWorker, smallReport } from './hosts.ts';

let env: Env;
beforeAll(async () => {
  ({ env } = await openNodeEnv({}));
});

const images = stripes(320);
const pgd: Recipe = {
  ...stripesRecipe,
  epochs: 2,
  method: { kind: 'pgd', epsilon: 0.08, steps: 3, stepSize: 0.5, rampEpochs: 1 },
};
const openEnv = async () => ({ env, report: smallReport, lost: new Promise<string>(() => undefined) });

interface Watch {
  readonly watch?: (event: TrainEvent) => void;
  readonly signal?: AbortSignal;
}

const host = ({ watch = () => undefined, signal = new AbortController().signal }: Watch = {}) => ({
  signal,
  emit: watch,
});

function together(recipe: Recipe, size: number, watch: Watch = {}, spawn = () => channelWorker(openEnv)) {
  const notices: string[] = [];
  const options = { spawn, start: {}, size, notify: (reason: string) => notices.push(reason) };
  const trained = trainTogether(recipe, { images }, host(watch), options);
  return { trained, notices };
}

function expectClose(found: Checkpoint, wanted: Checkpoint, tolerance: number): void {
  const scale = wanted.state.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = found.state.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted.state[i]!)), 0);
  expect(worst / scale).toBeLessThanOrEqual(tolerance);
}

function threeMembers() {
  const [ab, ac, bc] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
  const members = [
    joinTeam(0, [undefined, ab.port1, ac.port1]),
    joinTeam(1, [ab.port2, undefined, bc.port1]),
    joinTeam(2, [ac.port2, bc.port2, undefined]),
  ];
  return { members, close: () => [ab, ac, bc].map(({ port1 }) => port1.close()) };
}

function random(length: number, seed: number): Float32Array {
  const rng = makeRng(seed);
  return Float32Array.from({ length }, () => rng.uniform() - 0.5);
}

describe('a team', () => {
  it('adds up in the order of its members, however late somebody is', async () => {
    const { members, close } = threeMembers();
    const rounds = [1e8, 1, -1e8].map((value, rank) => [value, rank]);
    const sums = await Promise.all(
      members.map(async (member, rank) => {
        await new Promise((resolve) => setTimeout(resolve, 10 * rank));
        return Promise.all(rounds[rank]!.map((value) => member.sum(Float32Array.of(value))));
      }),
    );
    for (const sum of sums) expect(sum.map(([value]) => value)).toEqual([Math.fround(Math.fround(1e8 + 1) - 1e8), 3]);
    close();
  });

  it('adds many values up to the same bits as few, whoever is late', async () => {
    const { members, close } = threeMembers();
    const length = 20_001; // no multiple of three
    const ofRank = [0, 1, 2].map((rank) => random(length, rank));
    const wanted = ofRank[0]!.map((value, i) => Math.fround(value + ofRank[1]![i]!) + ofRank[2]![i]!);
    const sums = await Promise.all(
      members.map(async (member, rank) => {
        await new Promise((resolve) => setTimeout(resolve, 10 * rank));
        return Promise.all([member.sum(ofRank[rank]!), member.sum(Float32Array.of(rank))]);
      }),
    );
    for (const [many, few] of sums) {
      expect(many).toEqual(wanted);
      expect(few).toEqual(Float32Array.of(3));
    }
    close();
  });

  it('shares a batch out without losing or repeating an image', () => {
    const batch = Int32Array.from({ length: 11 }, (_, i) => i);
    const shares = [0, 1, 2].map((rank) => [...shareOf(batch, { rank, size: 3 })]);
    expect(shares.flat()).toEqual([...batch]);
    expect(shares.map((share) => share.length)).toEqual([3, 4, 4]);
    expect(shareOf(batch, alone)).toEqual(batch);
  });
});

describe('training together', () => {
  it.each([
    ['plain', { ...stripesRecipe, epochs: 2, augmentation: { shift: 1 } }],
    ['on PGD examples', pgd],
  ])('gives one worker, two and three the same network up to rounding (%s)', async (_, recipe) => {
    const single = await train(recipe, { images }, env, host());
    for (const size of [2, 3]) expectClose(await together(recipe, size).trained, single, 2e-3);
    const [two, again] = [await together(recipe, 2).trained, await together(recipe, 2).trained];
    expect(again.state).toEqual(two.state);
  });

  it('lets one member speak for all', async () => {
    const events: TrainEvent[] = [];
    await together({ ...stripesRecipe, epochs: 2 }, 2, { watch: (event) => events.push(event) }).trained;
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'step');
    expect(kinds).toEqual(['started', 'checkpoint', 'epoch', 'checkpoint', 'epoch', 'finished']);
  });

  it('stops all members when it is cancelled', async () => {
    const stop = new AbortController();
    const watch = ({ kind }: TrainEvent) => kind === 'checkpoint' && stop.abort();
    const { trained } = together(stripesRecipe, 2, { watch, signal: stop.signal });
    await expect(trained).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('goes on from the last epoch when a worker dies, to the same end', async () => {
    const recipe = { ...stripesRecipe, epochs: 3 };
    const workers: ReturnType<typeof channelWorker>[] = [];
    const spawn = () => {
      const worker = channelWorker(openEnv);
      workers.push(worker);
      return worker;
    };
    const watch = (event: TrainEvent) => {
      if (event.kind === 'checkpoint' && event.checkpoint.epochs === 1) workers[1]!.crash('out of memory');
    };
    const { trained, notices } = together(recipe, 2, { watch }, spawn);
    const whole = await together(recipe, 2).trained;
    expect((await trained).state).toEqual(whole.state);
    expect(notices).toEqual(['out of memory']);
    expect(workers).toHaveLength(4);
  });
});
