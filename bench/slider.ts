import type { Page } from 'playwright-core';
import { writeLink } from '../src/spec/link.ts';
import { type Tools, withPage, withServer } from './browser.ts';
import { withApp } from './builds.ts';
import type { Settings } from './settings.ts';
import { type TraceEvent, traced } from './trace.ts';

/** One step of a threshold by key, in milliseconds. */
export interface Move {
  /** Work of the main thread until the figures on the screen are drawn. */
  readonly workMs: number;
  /** From the key to there, the wait for the next frame included. */
  readonly drawnMs: number;
  /** Work after that, on figures that are not on the screen. */
  readonly laterMs: number;
}

export interface Slider {
  readonly images: number;
  readonly moves: readonly Move[];
}

/** Moves a threshold of the built page over a report of 8 budgets and 6 attacks, one of which aims for confidence. */
export function measureSlider(tools: Tools, { say, sliderImages: images, moves }: Settings): Promise<Slider> {
  return withApp((folder) =>
    withServer(tools, folder, (address) =>
      withPage(tools, [], async (page) => {
        say(`slider: ${images} digits, 8 budgets, 6 attacks`);
        await page.goto(address + writeLink({ ...experiment, count: String(images) }, { page: 'thresholds' }));
        await page.locator('.runbar').waitFor();
        await page.locator('.runbar').waitFor({ state: 'detached', timeout: patienceMs });
        say(`slider: ${moves} moves`);
        return { images, moves: movesIn(await traced(page, () => move(page, moves))) };
      }),
    ),
  );
}

const patienceMs = 900_000;
const restMs = 200; // between two moves: figures out of sight follow

/** One step each, since only the number of answers matters here. */
const experiment = {
  attack: 'noise,fgsm,rfgsm,mifgsm,pgd,maxconfidence',
  ...Object.fromEntries(['mifgsm', 'pgd', 'maxconfidence'].map((id) => [`${id}.steps`, '1'])),
  defense: 'none',
  eps: '0.05,0.1,0.15,0.2,0.25,0.3,0.35,0.4',
};

async function move(page: Page, moves: number): Promise<void> {
  await page.locator('.histograms').getByRole('slider', { name: 'Auto-accept from' }).focus();
  for (let i = 0; i < moves; i++) {
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(restMs);
  }
}

function movesIn(events: readonly TraceEvent[]): Move[] {
  const keys = events.filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'keydown');
  return keys.map((key, i) => moveOf(key, events.filter(isBetween(key, keys[i + 1]?.ts))));
}

/** On the thread that heard the key, before it hears the next one. */
const isBetween =
  (key: TraceEvent, next: number = Number.POSITIVE_INFINITY) =>
  (event: TraceEvent) =>
    event.ph === 'X' && event.pid === key.pid && event.tid === key.tid && endOf(event) > key.ts && event.ts < next;

function moveOf(key: TraceEvent, events: readonly TraceEvent[]): Move {
  const drawn = events.find(({ name, ts }) => name === 'Commit' && ts > key.ts);
  if (!drawn) throw new Error('slider: a key changed nothing on the page');
  const tasks = events.filter(({ name }) => name === 'RunTask');
  const work = (some: readonly TraceEvent[]) => some.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
  const isBefore = ({ ts }: TraceEvent) => ts < endOf(drawn);
  return {
    workMs: work(tasks.filter(isBefore)),
    drawnMs: (endOf(drawn) - key.ts) / 1000,
    laterMs: work(tasks.filter((task) => !isBefore(task))),
  };
}

const endOf = ({ ts, dur = 0 }: TraceEvent) => ts + dur;
