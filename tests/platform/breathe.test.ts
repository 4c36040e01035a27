import { expect, it } from 'vitest';
import { oneBehind } from '../../src/platform/breathe.ts';

/** Work of a device that is done when the test says so. */
function device() {
  const done: (() => void)[] = [];
  const drain = () => new Promise<void>((resolve) => void done.push(resolve));
  return { drain, finish: (i: number) => done[i]!() };
}

const settled = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 5, false))]);

it('waits for the work of the time before, so that the device never runs dry and never falls far behind', async () => {
  const { drain, finish } = device();
  const wait = oneBehind(drain);
  expect(await settled(wait())).toBe(true);
  const second = wait();
  expect(await settled(second)).toBe(false);
  finish(0);
  expect(await settled(second)).toBe(true);
  const third = wait();
  expect(await settled(third)).toBe(false);
  finish(1);
  expect(await settled(third)).toBe(true);
});

it('tells whoever waits next that the device failed, and nobody else', async () => {
  const wait = oneBehind(() => Promise.reject(new Error('device lost')));
  await wait();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await expect(wait()).rejects.toThrow('device lost');
});
