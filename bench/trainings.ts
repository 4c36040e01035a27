import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { reportOf } from '../src/cli/reportOf.ts';
import type { Rate } from '../src/core/stats.ts';
import texts from '../src/i18n/train.en.json' with { type: 'json' };
import { openNodeEnv } from '../src/platform/nodeEnv.ts';
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
  { title: texts['train.prepared.tune'], epsilon: 0.2 },
  { title: texts['train.prepared.scratch'], epsilon: 0.3 },
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
  const save = page.getByRole('button', { name: 'Download' });
  await save.waitFor({ timeout: patienceMs });
  const seconds = (performance.now() - began) / 1000;
  const longestTaskMs = (await page.evaluate('Math.max(0, ...benchTasks)')) as number;
  const [file] = await Promise.all([page.waitForEvent('download'), save.click()]);
  return { seconds, longestTaskMs, robust: await attacked(await file.path(), epsilon) };
}

const settleMs = 3000; // workers start and test themselves
const watchTasks = `window.benchTasks = [];
  new PerformanceObserver((list) => benchTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask' })`;

/** What PGD-20 leaves of the first 1,000 digits, attacked here as the command line would: the page trains on others. */
async function attacked(archive: string, epsilon: number): Promise<Rate> {
  const folder = await mkdtemp(join(tmpdir(), 'epsilon-training-'));
  try {
    for (const [name, bytes] of Object.entries(unzipSync(await readFile(archive))))
      await writeFile(join(folder, name), bytes);
    const { env } = await openNodeEnv({});
    const model = `file:${join(folder, 'model.json')}`;
    const text = { ...pgd20, model, eps: String(epsilon) };
    const report = await reportOf(text, env, new AbortController().signal);
    return resultRows(report)[0]!.robust; // one attack, one budget
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const pgd20 = {
  data: 'mnist',
  attack: 'pgd',
  'pgd.steps': '20',
  'pgd.stepSize': '0.1',
  defense: 'none',
  count: '1000',
};
