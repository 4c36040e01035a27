import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { Rate } from '../src/core/stats.ts';
import { parseReport } from '../src/spec/export/parseReport.ts';
import { reopenReport } from '../src/spec/export/reopenReport.ts';
import { writeLink } from '../src/spec/link.ts';
import { resultRows } from '../src/spec/summary.ts';
import { type Tools, withPage, withServer } from './browser.ts';
import { withApp } from './builds.ts';
import type { Settings } from './settings.ts';

/** A prepared run of the Training page, and what an attack leaves of the model it made. */
export interface PreparedTraining {
  readonly title: string;
  /** From the press of its button until the model is listed. */
  readonly seconds: number;
  /** Longest task of the main thread meanwhile, in milliseconds; 0 where none was beyond 50 ms. */
  readonly longestTaskMs: number;
  readonly epsilon: number;
  /** Digits that it was not trained on and that withstand PGD-20 within `epsilon`. */
  readonly robust: Rate;
}

const runs = [
  { title: 'Fine-tune the digit model and see the effect', epsilon: 0.2 },
  { title: 'Fast adversarial training from scratch', epsilon: 0.3 },
];

/** Presses each button on a first visit. */
export function measureTrainings(tools: Tools, { say, trainings }: Settings): Promise<PreparedTraining[]> {
  return withApp((folder) =>
    withServer(tools, folder, async (address) => {
      const found: PreparedTraining[] = [];
      for (const run of runs.slice(0, trainings)) {
        say(`training: ${run.title}`);
        found.push(
          await withPage(tools, [], async (page) => ({ ...run, ...(await trainAndAttack(page, address, run)) })),
        );
      }
      return found;
    }),
  );
}

const patienceMs = 1_800_000;

async function trainAndAttack(page: Page, address: string, { title, epsilon }: (typeof runs)[number]) {
  await page.goto(`${address}#page=train`);
  const button = page.getByRole('button', { name: title });
  await button.waitFor();
  await page.waitForTimeout(settleMs);
  await page.evaluate(watchTasks);
  const began = performance.now();
  await button.click();
  const attack = page.getByRole('button', { name: 'Attack it' });
  await attack.waitFor({ timeout: patienceMs });
  const seconds = (performance.now() - began) / 1000;
  const longestTaskMs = (await page.evaluate('Math.max(0, ...benchTasks)')) as number;
  await attack.click();
  return { seconds, longestTaskMs, robust: await attacked(page, address, epsilon) };
}

const settleMs = 3000; // workers start and test themselves
const watchTasks = `window.benchTasks = [];
  new PerformanceObserver((list) => benchTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask' })`;

/** The first 1,000 digits: the page trains on others. */
async function attacked(page: Page, address: string, epsilon: number): Promise<Rate> {
  const model = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('model') ?? '';
  const eps = String(epsilon);
  const text = { model, attack: 'pgd', 'pgd.steps': '20', defense: 'none', eps, count: '1000' };
  await page.goto(address + writeLink(text));
  await page.reload();
  await page.locator('.runbar').waitFor();
  await page.locator('.runbar').waitFor({ state: 'detached', timeout: patienceMs });
  await page.getByRole('button', { name: 'Export' }).click();
  const entry = page.getByRole('menuitem', { name: 'Report, JSON' });
  const [file] = await Promise.all([page.waitForEvent('download'), entry.click()]);
  const saved = parseReport(await readFile(await file.path(), 'utf8'), file.suggestedFilename());
  const [row] = resultRows(reopenReport(saved));
  if (row?.attack !== 'pgd') throw new Error(`training: expected one row of PGD, got ${row?.attack}`);
  return row.robust;
}
