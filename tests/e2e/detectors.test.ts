import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseReport } from '../../src/spec/export/parseReport.ts';
import { fitsSideways, violations } from './access.ts';
import { exported, finished, launch, onPage, quickLink, saved } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('a detector is chosen in the set-up, and what it catches is shown, named as non-adaptive where it is, and saved', () =>
  onPage(browser, { link: quickLink.replace('none,bits', 'none') }, async (page) => {
    await finished(page);
    expect(await page.locator('table.detection').count()).toBe(0);
    const choices = page.locator('section.grp', { has: page.getByRole('heading', { name: 'Detectors' }) }); // fetched late
    await choices.getByText('Feature squeezing', { exact: true }).click();
    const alarms = page.getByLabel('False alarms');
    await alarms.fill('0.9');
    expect(await alarms.getAttribute('aria-invalid')).toBe('true');
    await alarms.fill('0.1');
    await page.getByRole('button', { name: /^Run again/ }).click();
    await finished(page);
    const table = page.locator('table.detection');
    await table.waitFor();
    expect(await table.locator('tbody tr').count()).toBe(4); // two attacks that know it, and the same two that do not
    expect(await table.getByText('non-adaptive: does not know the detector').count()).toBe(2);
    expect(await table.getByRole('button', { name: /do not quote/ }).count()).toBe(2);
    const figure = page.getByRole('figure', { name: /^ROC curve/ });
    expect(await figure.locator('svg.chart').getAttribute('aria-label')).toContain('Feature squeezing');
    await figure.getByRole('button', { name: 'Data table' }).click();
    await expect.poll(() => page.getByRole('dialog').getByRole('row').count()).toBeGreaterThan(4);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await violations(page)).toEqual([]);
    const csv = (await saved(page, figure.getByRole('button', { name: 'CSV' }))).toString('utf8');
    expect(csv.split('\n')[0]).toContain('Clean images turned away %');
    const { spec, detections } = parseReport((await exported(page, /JSON/)).toString('utf8'), 'download');
    expect(spec).toMatchObject({ detector: 'squeezing', fpr: '0.1' });
    expect(detections).toHaveLength(8);
    expect(page.url()).toContain('detector=squeezing');
    await page.setViewportSize({ width: 360, height: 800 });
    await expect.poll(() => fitsSideways(page)).toBe(true); // charts are drawn again in slices
  }));
