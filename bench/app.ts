import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { parseSpec, preparedSpec } from '../src/spec/spec.ts';
import { type Tools, withPage, withServer } from './browser.ts';
import { withApp } from './builds.ts';
import { initialScript, type ScriptSize } from './initialScript.ts';
import type { Settings } from './settings.ts';
import { longestTask, traced } from './trace.ts';

/** A first visit: the prepared experiment, which the page runs by itself. Times count from the navigation. */
export interface Visit {
  /** Backend asked for in the address; undefined lets the page choose. */
  readonly forced: string | undefined;
  /** Name of the backend, as the page shows it. */
  readonly backend: string;
  readonly firstPointMs: number;
  readonly finishedMs: number;
  /** Tasks of the main thread beyond 50 ms, the only ones a browser reports. */
  readonly longTasks: readonly { readonly startMs: number; readonly ms: number }[];
  /** Compressed bytes of the scripts that the page, without its workers, asked for before the first curve point. */
  readonly scriptBytes: number;
}

export interface AppMeasured {
  readonly visits: readonly Visit[];
  /** Processor time of the longest task of the main thread in one more visit: what the page asks for on a busy machine too. */
  readonly taskMs: number;
  readonly script: ScriptSize;
}

/** Opens the built app as a newcomer does, on the backend it chooses and, where that is a graphics processor, on WASM. */
export function measureApp(tools: Tools, { say, visits }: Settings): Promise<AppMeasured> {
  return withApp((folder) =>
    withServer(tools, folder, async (address) => {
      const found: Visit[] = [];
      for (let i = 0; i < visits; i++) {
        say(`page: visit ${i + 1} of ${visits}`);
        const visit = await visitOnce(tools, address, undefined);
        found.push(visit);
        if (/webgl|webgpu/i.test(visit.backend)) found.push(await visitOnce(tools, address, 'wasm'));
      }
      say('page: a visit on record');
      return { visits: found, taskMs: await taskTime(tools, address), script: initialScript(folder, 'english') };
    }),
  );
}

const observer = fileURLToPath(new URL('./page/observe.js', import.meta.url));
const settleMs = 1500; // the last numbers are drawn a little after the run has ended
const patienceMs = 180_000;
const pollMs = 250;

type Seen = Pick<Visit, 'firstPointMs' | 'finishedMs' | 'longTasks'>;

const taskTime = (tools: Tools, address: string): Promise<number> =>
  withPage(tools, [], async (page) => {
    await page.addInitScript({ path: observer });
    const events = await traced(page, async () => {
      await page.goto(address);
      await untilFinished(page, []);
    });
    return longestTask(events);
  });

function visitOnce(tools: Tools, address: string, forced: string | undefined): Promise<Visit> {
  return withPage(tools, [], async (page) => {
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.addInitScript({ path: observer });
    await page.goto(forced ? `${address}?backend=${forced}` : address);
    const seen = await untilFinished(page, complaints);
    await expectWholeCurve(page);
    const scriptBytes = (await page.evaluate('benchScriptBytes()')) as number;
    return { ...seen, scriptBytes, forced, backend: (await page.locator('.backend b').textContent()) ?? 'unknown' };
  });
}

/** Asks now and then; the content security policy of the page forbids Playwright's way of waiting for an expression. */
async function untilFinished(page: Page, complaints: readonly string[]): Promise<Seen> {
  const giveUpAt = performance.now() + patienceMs;
  const look = async () => (await page.evaluate('benchSeen')) as Partial<Seen>;
  for (let seen = await look(); ; seen = await look()) {
    if (seen.finishedMs !== undefined && seen.firstPointMs !== undefined) break;
    if (complaints.length > 0 || performance.now() > giveUpAt)
      throw new Error(['page: the experiment did not end', JSON.stringify(seen), ...complaints].join('; '));
    await page.waitForTimeout(pollMs);
  }
  await page.waitForTimeout(settleMs);
  return (await look()) as Seen; // both times were there before
}

/** A run that ends early would be a fast one. */
async function expectWholeCurve(page: Page): Promise<void> {
  const expected = parseSpec(preparedSpec).epsilons.length + 1; // and the clean images
  const drawn = await page.evaluate('benchCurve()');
  if (drawn !== expected)
    throw new Error(`the curve should have ${expected} points when the run has ended, it has ${drawn}`);
}
