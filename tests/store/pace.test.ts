import { describe, expect, it } from 'vitest';
import { addSample, startPace, timeFor, timeLeft } from '../../src/store/pace.ts';

const steady = [1, 2, 3, 4, 5].reduce((pace, second) => addSample(pace, 1000 * second, 100 * second), startPace(1000));

describe('the time left', () => {
  it('is unknown until there is something to go by', () => {
    expect(timeLeft(startPace(1000), 0)).toBeUndefined();
    expect(timeLeft(addSample(startPace(1000), 500, 10), 600)).toBeUndefined();
  });

  it('is a range around what the speed promises', () => {
    const left = timeLeft(steady, 5000)!; // 500 steps at 100 a second
    expect(left.low).toBeLessThan(5);
    expect(left.high).toBeGreaterThan(5);
    expect(left.middle).toBeCloseTo(5, 0);
  });

  it('widens when the machine slows down', () => {
    const slower = addSample(addSample(steady, 8000, 550), 11000, 600);
    const range = ({ low, high }: { low: number; high: number }) => high - low;
    expect(range(timeLeft(slower, 11000)!)).toBeGreaterThan(range(timeLeft(steady, 5000)!));
  });

  it('shrinks while nothing new is reported, but never below zero', () => {
    expect(timeLeft(steady, 6000)!.middle).toBeLessThan(timeLeft(steady, 5000)!.middle);
    expect(timeLeft(steady, 60000)!.high).toBe(0);
  });

  it('is not blurred by loading, when nothing is done yet', () => {
    expect(addSample(startPace(10), 9000, 0).samples).toEqual([]);
  });

  it('follows from a known speed', () => {
    expect(timeFor(1000, 50).middle).toBe(20);
  });
});
