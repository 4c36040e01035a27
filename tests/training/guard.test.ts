import { beforeAll, expect, it } from 'vitest';
import type { Env } from '../../src/engine/env.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import * as tf from '../../src/tensor/tf.ts';
import type { Classroom } from '../../src/training/course.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { openLearner } from '../../src/training/learner.ts';
import { makeMeter } from '../../src/training/meter.ts';
import { guardAgainstCollapse } from '../../src/training/methods/guard.ts';
import { alone } from '../../src/training/team.ts';
import { train } from '../../src/training/train.ts';
import { stripesRecipe as recipe, stripes } from './stripes.ts';

let env: Env;
beforeAll(async () => {
  ({ env } = await openNodeEnv({}));
});

const images = stripes(320);

async function trainedRoom(events: TrainEvent[]): Promise<Classroom> {
  const host = { signal: new AbortController().signal, emit: (event: TrainEvent) => void events.push(event) };
  const { state } = await train(recipe, { images }, env, { ...host, emit: () => undefined });
  const learner = openLearner(recipe);
  learner.restore(state);
  const sizes = { count: 256, steps: 8 };
  return { recipe, images, ...sizes, learner, meter: makeMeter(env.now), clock: env, host, team: alone };
}

it('puts a network back that withstands much less than an epoch before, and says so', async () => {
  const events: TrainEvent[] = [];
  const room = await trainedRoom(events);
  const good = await room.learner.state();
  const guard = guardAgainstCollapse(room, 0.02);
  const tensors = tf.memory().numTensors;
  await guard.startEpoch(2);
  room.learner.begin('collapsed'); // answers at random
  await guard.finishEpoch(2);
  expect(await room.learner.state()).toEqual(good);
  expect(events).toEqual([{ kind: 'restored', epoch: 2, from: expect.any(Number), to: expect.any(Number) }]);
  const [{ from, to }] = events as [Extract<TrainEvent, { kind: 'restored' }>];
  expect(to - from).toBeGreaterThan(0.2);
  expect(tf.memory().numTensors).toBe(tensors);
});

it('leaves a network alone that withstands as much as before, and measures the next epoch against it', async () => {
  const events: TrainEvent[] = [];
  const room = await trainedRoom(events);
  const good = await room.learner.state();
  room.learner.begin('weights');
  const guard = guardAgainstCollapse(room, 0.02);
  await guard.startEpoch(1);
  await guard.finishEpoch(1); // nothing to compare with yet
  room.learner.restore(good);
  await guard.finishEpoch(2);
  expect(events).toEqual([]);
  room.learner.begin('collapsed');
  await guard.finishEpoch(3);
  expect(await room.learner.state()).toEqual(good);
});
