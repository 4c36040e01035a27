import { describe, expect, it } from 'vitest';
import { makeHold } from '../../src/core/hold.ts';

describe('a hold', () => {
  it('lets work go on at once while it is not held', async () => {
    await makeHold().released(new AbortController().signal);
  });

  it('keeps whoever asks until it is released', async () => {
    const hold = makeHold();
    hold.set(true);
    let released = false;
    const waiting = hold.released(new AbortController().signal).then(() => {
      released = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(released).toBe(false);
    hold.set(false);
    await waiting;
    expect(hold.held()).toBe(false);
  });

  it('lets go of who is cancelled', async () => {
    const hold = makeHold();
    hold.set(true);
    const stop = new AbortController();
    const waiting = hold.released(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(hold.released(stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells changes only, and only while somebody watches', () => {
    const hold = makeHold();
    const told: boolean[] = [];
    const forget = hold.watch((held) => told.push(held));
    for (const held of [false, true, true, false]) hold.set(held);
    forget();
    hold.set(true);
    expect(told).toEqual([true, false]);
  });
});
