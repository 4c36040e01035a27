import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitsSideways, violations } from './access.ts';
import { finished, launch, saved, visit } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const climb = (attack: string) => `${attack}.steps=5&${attack}.stepSize=0.4`;
const link = `attack=pgd,maxconfidence&${climb('pgd')}&${climb('maxconfidence')}&eps=0.1,0.2&defense=none&count=30`;
const place = 'page=thresholds&t.accept=0.95';

const line = (page: Page, name: string) => page.locator('.histograms').getByRole('slider', { name });

/** Shares of one row of the band table, in percent. */
const shares = async (page: Page, row: number) =>
  (await page.locator('.matrix tbody tr').nth(row).locator('td .v').allTextContents()).map(Number.parseFloat);

describe('the Thresholds page', () => {
  it('says what it needs before it runs anything', async () => {
    const { page, complaints, close } = await visit(browser, { link: 'page=thresholds' });
    await page.getByRole('button', { name: 'Run PGD and MaxConfidence' }).waitFor();
    expect(await page.locator('.runbar').count()).toBe(0);
    expect(await page.title()).toContain('Thresholds');
    expect(complaints).toEqual([]);
    await close();
  });

  it('counts the answers of a run, follows its lines by key, and keeps them in the address', async () => {
    const { page, complaints, close } = await visit(browser, { link: `${link}&${place}` });
    await finished(page);
    await page.locator('.histograms').waitFor();
    expect(await page.locator('h1').textContent()).toMatch(/^\d+\.\d% of attacked inputs get through unseen/);
    await page.getByText(/Against PGD-5 alone .* against MaxConfidence-5, which aims for confidence/).waitFor();
    const before = await shares(page, 0);
    expect(before.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
    const accept = line(page, 'Auto-accept from');
    await accept.focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await accept.getAttribute('aria-valuenow')).toBe('0.44');
    expect(await line(page, 'Reject below').getAttribute('aria-valuenow')).toBe('0.44');
    const after = await shares(page, 0);
    expect(after[0]).toBeGreaterThanOrEqual(before[0]!);
    expect(after[1]).toBe(0);
    await page.getByText(/accepted from 0\.44 on/).waitFor(); // far below, where figures follow once the lines rest
    await expect.poll(() => page.url()).toMatch(/page=thresholds&t\.accept=0\.44&t\.reject=0\.44$/);
    await page.reload();
    await accept.waitFor();
    expect(await accept.getAttribute('aria-valuenow')).toBe('0.44');
    expect(await page.locator('.runbar').count()).toBe(0);
    await page.getByRole('button', { name: 'Find the cheapest pair' }).click();
    await page.getByText(/^This is the cheapest pair/).waitFor();
    const figure = page.getByRole('figure', { name: /Where the confidence/ });
    const csv = await saved(page, figure.getByRole('button', { name: 'CSV', exact: true }));
    expect(csv.toString().trimEnd().split('\r\n').length).toBeGreaterThanOrEqual(5);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    await expect.poll(() => fitsSideways(page)).toBe(true); // charts are drawn again in slices
    await close();
  });

  it('puts factors around the model by key, and counts a second model on the same images', async () => {
    const { page, complaints, close } = await visit(browser, { link: `${link}&second=mnist-mlp&page=thresholds` });
    await finished(page);
    const system = page.getByRole('figure', { name: /The system around the model/ });
    await system.getByText(/wrong together|first model accepts/).waitFor();
    await system.getByRole('button', { name: '+ and …' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /Second model agrees/ }).waitFor();
    await page.keyboard.type('Password');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(/s\.needs=model\/review,password$/);
    const falseAccept = async () =>
      Number.parseFloat(
        (await system
          .getByRole('row', { name: /^False accept/ })
          .locator('.v')
          .textContent())!,
      );
    const withPassword = await falseAccept();
    await system.getByRole('textbox', { name: 'Password passes attackers' }).fill('0.5');
    await expect.poll(falseAccept).toBeGreaterThan(withPassword);
    await system.getByRole('button', { name: 'Remove: Password' }).click();
    await expect.poll(() => page.url()).not.toContain('s.needs');
    await system.getByRole('button', { name: '+ and …' }).click();
    await page.getByRole('menuitem', { name: /Second model agrees/ }).click();
    await system.getByText(/Models that see the same image do not fail independently/).waitFor();
    await system.getByRole('button', { name: 'Measure it on the same adversarial images' }).waitFor();
    await page.getByRole('button', { name: /Confidence is/ }).click();
    await page.getByRole('option', { name: /^Detectors/ }).click();
    await page.getByText('No detector took part in this run').waitFor();
    expect(await line(page, 'Auto-accept from').getAttribute('aria-valuenow')).toBe('0.1');
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    await expect.poll(() => fitsSideways(page)).toBe(true); // charts are drawn again in slices
    await close();
  });

  it('names what is wrong with thresholds in a link', async () => {
    const { page, close } = await visit(browser, { link: `${link}&page=thresholds&t.accept=3` });
    await page.getByText(/t\.accept: .*\[0, 1\]/).waitFor();
    expect(await page.locator('.runbar').count()).toBe(0);
    await close();
  });
});
