import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportJson } from '../../src/spec/export/reportJson.ts';
import { cardSchema } from '../../src/spec/robustness/cardSchema.ts';
import { certifiedText } from '../robustness/madeCertify.ts';
import { madeReport } from '../robustness/madeReports.ts';
import { fitsSideways, violations } from './access.ts';
import { finished, launch, saved, visit } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const folder = mkdtempSync(join(tmpdir(), 'epsilon-card-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const made = (wrong: number) => reportJson(madeReport({ attack: 'square', wrong: () => wrong }));
const before = file('before.json', made(20));
const after = file('after.json', made(60));
const edited = file('edited.json', made(60).replace('"seconds": 1', '"seconds": 2'));
const proofs = file(
  'certify.json',
  certifiedText({
    proved: { interval: { 0.02: 180, 0.05: 90, 0.1: 0 }, linear: { 0.02: 190, 0.05: 150, 0.1: 20, 0.3: 0 } },
    votes: { counts: (i) => (i < 150 ? 100 : 50) },
    fooled: (i) => i >= 195,
  }),
);
const broken = file('broken.json', '{"schema": 7}');

const link = 'count=20&attack=fgsm,pgd&pgd.steps=4&pgd.stepSize=0.4&eps=0.1,0.3&defense=none&page=report';
const add = (page: Page, ...files: readonly string[]) => page.locator('input[type=file]').setInputFiles([...files]);
const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length;

const kept = async (page: Page, name: string): Promise<string> =>
  (await saved(page, page.getByRole('button', { name, exact: true }))).toString();

describe('the Report page', () => {
  it('makes a card of a run that prints on two pages and leaves as a file that needs no network', async () => {
    const { page, complaints, close } = await visit(browser, { link });
    await finished(page);
    await page.locator('.examples img').nth(5).waitFor({ timeout: 60_000 });
    expect(await page.locator('.sheet .finding').textContent()).toMatch(
      /of the images withstand every attack tried at ε = 0\.3/,
    );
    expect(pages(await page.pdf({ preferCSSPageSize: true }))).toBe(2);
    const card = cardSchema.parse(JSON.parse(await kept(page, 'JSON')));
    expect(card.examples).toHaveLength(6);
    expect(card.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#v=1&.*eps=0\.1,0\.3/);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    const html = file('card.html', await kept(page, 'HTML'));
    await close();
    const offline = await browser.newContext({ offline: true });
    const sheet = await offline.newPage();
    const asked: string[] = [];
    sheet.on('request', (request) => asked.push(request.url().slice(0, 5)));
    await sheet.goto(pathToFileURL(html).href);
    expect(await sheet.locator('.qr').count()).toBe(1);
    expect(
      await sheet
        .locator('.examples img')
        .evaluateAll((all) => all.every((img) => (img as HTMLImageElement).naturalWidth === 28)),
    ).toBe(true);
    expect(asked).toEqual(['file:']);
    expect(pages(await sheet.pdf({ preferCSSPageSize: true }))).toBe(2);
    await offline.close();
  });

  it('shows a certification beside the evaluation, and both still print on two pages', async () => {
    const { page, complaints, close } = await visit(browser, { link: 'page=report' });
    await page.locator('input[type=file]').waitFor({ state: 'attached' });
    await add(page, proofs);
    await page.locator('.added').getByText('(certification)').waitFor();
    expect(await page.locator('.sheet').count()).toBe(0); // a card is of an evaluation
    await add(page, after);
    await page.locator('.certified table').nth(1).waitFor();
    expect(await page.locator('.certified .mark.ok').count()).toBe(2);
    expect(await page.locator('.sheet').getByText('Certified robustness').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(pages(await page.pdf({ preferCSSPageSize: true }))).toBe(2);
    await page.setViewportSize({ width: 360, height: 800 });
    await expect.poll(() => fitsSideways(page)).toBe(true); // charts are drawn again in slices
    await close();
  });

  it('takes reports from files, compares two, and names what it cannot trust or read', async () => {
    const { page, close } = await visit(browser, { link: 'page=report', locale: 'ja-JP', colorScheme: 'dark' });
    await page.getByRole('heading', { name: 'カードは実行の結果から作られる。' }).waitFor();
    await add(page, after, before, broken);
    await page
      .getByRole('alert')
      .getByText(/broken\.json.*version 7/)
      .waitFor();
    await page.locator('.sheet').waitFor();
    await page.getByRole('button', { name: /比較対象/ }).click();
    await page.getByRole('option', { name: 'before.json' }).click();
    await page.getByText('2件中1件の割合が偶然を超えて下がった。').waitFor();
    expect(await page.locator('.card-compare tr.fell td').nth(3).textContent()).toBe('40 / 0');
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    await expect.poll(() => fitsSideways(page)).toBe(true); // charts are drawn again in slices
    await close();
    const other = await visit(browser, { link: 'page=report' });
    await other.page.locator('input[type=file]').waitFor({ state: 'attached' });
    await add(other.page, edited);
    await other.page
      .locator('.doubt')
      .getByText(/it was changed after it was saved/)
      .waitFor();
    expect(await other.page.locator('.levels').getByText('the main report is not trusted').count()).toBeGreaterThan(3);
    await other.close();
  });
});
