import { readFileSync } from 'node:fs';
import decodeQR from 'qr/decode.js';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { defaults } from '../../src/core/params.ts';
import { headline } from '../../src/i18n/cardWords.ts';
import { languages, loadLanguage } from '../../src/i18n/languages.ts';
import { speak } from '../../src/i18n/voice.ts';
import { sealKey, sealOf } from '../../src/spec/export/seal.ts';
import { cardJsonSchema, cardSchema } from '../../src/spec/robustness/cardSchema.ts';
import { type CardSources, makeCard } from '../../src/spec/robustness/makeCard.ts';
import { standardProfile } from '../../src/spec/robustness/profile.ts';
import { readSource } from '../../src/spec/robustness/sources.ts';
import { policyParams } from '../../src/spec/thresholds/policy.ts';
import { qrModules } from '../../src/ui/sheet/qrModules.ts';
import { Sheet } from '../../src/ui/sheet/Sheet.tsx';
import { standaloneHtml } from '../../src/ui/sheet/standalone.tsx';
import { certified, certifiedText } from './madeCertify.ts';
import { filed, made } from './madeReports.ts';

await Promise.all(languages.map(loadLanguage));

const address = 'https://example.org/lab/';
const cardOf = (...sources: CardSources) =>
  makeCard(sources, {
    profile: standardProfile,
    policy: defaults(policyParams),
    defense: undefined,
    version: '0.1.0',
    madeAt: '2026-01-03T00:00:00.000Z',
    address,
    examples: [],
  });
const attacked = {
  attack: 'fgsm,pgd',
  eps: '0.1,0.3',
  wrong: (id: string, e: number) => (e > 0.2 ? (id === 'pgd' ? 150 : 100) : 20),
};

describe('a card', () => {
  const card = cardOf(made(attacked));

  it('has the published form, and comes back from JSON as it was', () => {
    expect(cardSchema.parse(JSON.parse(JSON.stringify(card)))).toEqual(card);
    expect(JSON.parse(readFileSync('docs/card.schema.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(cardJsonSchema())),
    );
  });

  it('leads with the worst case at the ε of its levels', () => {
    expect(headline(card)).toMatchObject({ epsilon: 0.3, withstands: { value: 0.25, n: 200 } });
  });

  it('judges, rates and assigns from the same numbers', () => {
    expect(card.levels[0]!.criteria.find(({ id }) => id === 'fgsm')).toMatchObject({
      verdict: 'failed',
      measure: { value: 0.5 },
    });
    expect(card.risks.find(({ threat }) => threat === 'gradient')).toMatchObject({
      rating: 'high',
      success: { value: 0.75 },
    });
    expect(card.risks.find(({ threat }) => threat === 'scores')).toMatchObject({ rating: 'unknown', success: null });
    expect(card.duties.find(({ code }) => code === 'train-robust')).toMatchObject({
      actor: 'developer',
      values: { share: 0.75 },
    });
    expect(card.gaps).toEqual(
      expect.arrayContaining(['scores', 'decision', 'transfer', 'copying', 'certified', 'stronger']),
    );
    expect(card.gaps).not.toContain('gradient');
  });

  it('rates an attack that hardly ever succeeds as low, and one on few images not at all', () => {
    const rating = (n: number, wrong: number) =>
      cardOf(made({ attack: 'square', n, wrong: () => wrong })).risks.find(({ threat }) => threat === 'scores')!.rating;
    expect([rating(200, 4), rating(200, 40), rating(200, 120), rating(60, 0)]).toEqual([
      'low',
      'medium',
      'high',
      'unknown',
    ]);
  });

  it('believes no success rate that the trust checks forbid to quote', () => {
    const survives = cardOf(made({ attack: 'pgd', wrong: () => 4 })); // the bundled model is known to break
    expect(survives.risks.find(({ threat }) => threat === 'gradient')).toMatchObject({ rating: 'unknown' });
    expect(survives.duties.map(({ code }) => code)).toContain('mend-measurement');
  });

  it('counts what thresholds let through', () => {
    const { attacked: under, clean, attack, epsilon } = card.handling!;
    expect([attack, epsilon]).toEqual(['pgd', 0.3]);
    expect(under.wrong).toMatchObject({ value: 0.75, n: 200 }); // every answer is fully sure here
    expect(clean.accept).toMatchObject({ value: 1 });
  });

  it('shows an edited report and trusts nothing of it', () => {
    const edited = cardOf(filed(attacked, (text) => text.replace('"seconds": 1', '"seconds": 2')));
    expect(edited).toMatchObject({
      trusted: false,
      reached: 0,
      duties: [],
      sources: [{ seal: 'broken', misfit: 'broken' }],
    });
    expect(edited.results).toEqual(card.results);
    expect(new Set(edited.risks.map(({ rating }) => rating))).toEqual(new Set(['unknown']));
    const bare = cardOf(filed(attacked, (text) => text.replace(/,\n {2}"sha256": "[0-9a-f]{64}"\n}/, '\n}')));
    expect(bare.sources[0]).toMatchObject({ seal: 'absent' });
  });

  it('is the same from a file, whatever its layout', () => {
    const spread = cardOf(filed(attacked, (text) => JSON.stringify(JSON.parse(text), null, 4)));
    expect(spread.trusted).toBe(true);
    expect({ ...spread, sources: [] }).toEqual({ ...card, sources: [] });
  });

  it('leaves out reports of other models and images, and names them', () => {
    const other = made({ attack: 'square', wrong: () => 200 }, 'other.json');
    const stranger = { ...other, saved: { ...other.saved, model: { id: 'x', sha256: 'd'.repeat(64) } } };
    const both = cardOf(made(attacked), stranger);
    expect(both.sources[1]).toMatchObject({ name: 'other.json', misfit: 'model' });
    expect(both.results).toEqual(card.results);
    expect(cardOf(made(attacked), other).results).toHaveLength(card.results.length + 2);
  });

  it('takes transfer and theft from their reports', () => {
    const head = {
      schema: 1,
      version: '0.1.0',
      backend: 'wasm',
      adapter: '',
      startedAt: null,
      seconds: 1,
      complete: true,
    };
    const dataset = { id: 'mnist', sha256: 'b'.repeat(64) };
    const row = {
      source: 'mnist-mlp',
      target: 'mnist-cnn',
      n: 100,
      successRate: 0.1,
      successN: 98,
      successLow: 0.06,
      successHigh: 0.18,
    };
    const spec = { experiment: 'transfer', models: 'mnist-cnn,mnist-mlp', attack: 'fgsm', eps: '0.3' };
    const content = { ...head, experiment: 'transfer', spec, dataset, results: [row] };
    const transfer = readSource(JSON.stringify({ ...content, [sealKey]: sealOf(content) }), 't.json');
    const both = cardOf(made(attacked), transfer);
    expect(both.levels[0]!.criteria.find(({ id }) => id === 'transfer')).toMatchObject({
      verdict: 'passed',
      by: { from: 'mnist-mlp' },
    });
    expect(both.gaps).not.toContain('transfer');
    expect(both.risks.find(({ threat }) => threat === 'transfer')).toMatchObject({ rating: 'medium' });
  });

  it('takes proofs from a certification, beside what the attack left', () => {
    const proofs = certified({
      proved: { interval: { 0.1: 0 }, linear: { 0.1: 120, 0.3: 0 } },
      fooled: (i) => i >= 150,
    });
    const both = cardOf(made(attacked), proofs);
    expect(both.certified.map(({ row }) => [row.method, row.epsilon, row.certifiedAccuracy])).toEqual([
      ['interval', 0.1, 0],
      ['interval', 0.3, 0],
      ['linear', 0.1, 0.6],
      ['linear', 0.3, 0],
    ]);
    expect(both.certified[2]).toMatchObject({
      row: { empiricalAccuracy: 0.75, n: 200 },
      attack: 'pgd',
      trust: 'checked',
    });
    expect(both.gaps).not.toContain('certified');
    expect(both.risks).toEqual(card.risks); // a proof is no attempt
    expect(cardSchema.parse(JSON.parse(JSON.stringify(both)))).toEqual(both);
  });

  it('keeps radius, votes and abstentions of smoothing', () => {
    const votes = { counts: (i: number) => (i < 120 ? 100 : 50) }; // 50 of 100 leave it open
    const { certified: proofs } = cardOf(made(attacked), certified({ votes }));
    expect(proofs.map(({ row }) => [row.norm, row.epsilon, row.certifiedAccuracy])).toEqual([['l2', 0.5, 0.6]]);
    expect(proofs[0]!.smoothing).toEqual({ sigma: 0.5, n: 100, alpha: 0.001, abstained: 80 });
  });

  it('leaves out a certification that was edited, or is of another model', () => {
    const text = certifiedText({ proved: { linear: { 0.3: 160 } } });
    const edited = readSource(text.replace('"certifiedAccuracy": 0.8', '"certifiedAccuracy": 0.9'), 'c.json');
    expect(cardOf(made(attacked), edited)).toMatchObject({ certified: [], sources: [{}, { misfit: 'broken' }] });
    const { [sealKey]: _, ...other } = { ...JSON.parse(text), model: { id: 'x', sha256: 'd'.repeat(64) } };
    const stranger = readSource(JSON.stringify({ ...other, [sealKey]: sealOf(other) }), 'c.json');
    expect(cardOf(made(attacked), stranger)).toMatchObject({ certified: [], sources: [{}, { misfit: 'model' }] });
    expect(cardOf(made(attacked), stranger).gaps).toContain('certified');
  });

  it('refuses a certification with every problem of it at once', () => {
    const text = certifiedText({ proved: { linear: { 0.3: 160 } } });
    const bad = text.replace('"count": "200"', '"count": "0"').replace('"complete": true', '"complete": 1');
    expect(() => readSource(bad, 'c.json')).toThrow(/c\.json: complete: [^\n]*\n[^\n]*c\.json: spec: count: /);
  });

  it('refuses a report of a later version of the format by name', () => {
    expect(() => readSource('{"schema": 2}', 'new.json')).toThrow(
      /^new\.json: expected a report in version 1 .* got version 2/,
    );
  });
});

describe.each(languages)('the sheet in %s', (language) => {
  const card = cardOf(made(attacked));
  const voice = speak(language);

  it('leaves no placeholder and no key unspoken, and promises nothing', () => {
    const html = renderToStaticMarkup(createElement(Sheet, { card, voice, qr: undefined }));
    expect(html).not.toMatch(/\{\{|rc\.|undefined|NaN/);
    expect(html).not.toMatch(/\bsafe\b|\bsecure\b|安全/i);
    expect(html).toContain('25.0%');
  });

  it('shows proofs with their check and in place of what was not tested, and names images that break it', () => {
    const drawn = (fooled: (i: number) => boolean) => {
      const proofs = certified({ proved: { linear: { 0.1: 120 } }, fooled });
      return renderToStaticMarkup(
        createElement(Sheet, { card: cardOf(made(attacked), proofs), voice, qr: undefined }),
      ).replace(/<[^>]+>/g, ' ');
    };
    const held = drawn((i) => i >= 150);
    expect(held).toContain(voice.say('rc.proofHeld'));
    expect(held).toMatch(/0\.1 +60\.0% /);
    expect(held).not.toMatch(/\{\{|rc\.|undefined|NaN/);
    for (const absent of ['rc.certifiedRow', 'rc.gap.certified'] as const) {
      expect(held).not.toContain(voice.say(absent));
    }
    const broken = drawn((i) => i === 7 || i === 9);
    expect(broken).toContain(voice.say('rc.proofBroken', { images: ['#7', '#9'].join(voice.say('own.join')) }));
  });

  it('asks for nothing from elsewhere', () => {
    const html = standaloneHtml({ card, voice, css: '.sheet { color: var(--ink) }' });
    expect(html).toMatch(/^<!doctype html>\n<html lang="(en|ja)">/);
    expect(html).toContain('default-src &#x27;none&#x27;');
    expect(html).not.toMatch(/<script|<link|src="(?!data:)|url\(/);
  });
});

describe('the QR code', () => {
  it('reads as the link', () => {
    const { link } = cardOf(made(attacked));
    const modules = qrModules(link)!;
    const [block, size] = [4, 4 * modules.length];
    const data = new Uint8Array(4 * size * size).fill(255);
    for (let i = 0; i < size * size; i++) {
      const dark = modules[Math.floor(i / size / block)]![Math.floor((i % size) / block)];
      if (dark) data.fill(0, 4 * i, 4 * i + 3);
    }
    expect(decodeQR({ width: size, height: size, data })).toBe(link);
    expect(link).toMatch(/^https:\/\/example\.org\/lab\/#v=1&defense=none&eps=0.1,0.3$/);
  });

  it('is left out where there is no address', () => expect(qrModules('#v=1')).toBeUndefined());
});
