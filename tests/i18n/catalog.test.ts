import { describe, expect, it } from 'vitest';
import { attackCards } from '../../src/attacks/catalog.ts';
import { certificateCards } from '../../src/certification/certificates.catalog.ts';
import { modelCards } from '../../src/classifiers/catalog.ts';
import type { Param, ParamSchema } from '../../src/core/params.ts';
import { problemTexts } from '../../src/core/problems.ts';
import { datasetCards } from '../../src/datasets/catalog.ts';
import { defenseTexts } from '../../src/defenses/card.ts';
import { defenseCards } from '../../src/defenses/catalog.ts';
import { detectorCards } from '../../src/detectors/catalog.ts';
import { countermeasureCards } from '../../src/extraction/countermeasures.catalog.ts';
import { substituteCards } from '../../src/extraction/substitutes.catalog.ts';
import { thiefCards } from '../../src/extraction/thieves.catalog.ts';
import certifyEn from '../../src/i18n/certify.en.json' with { type: 'json' };
import certifyCards from '../../src/i18n/certify.ja.cards.json' with { type: 'json' };
import certifyJa from '../../src/i18n/certify.ja.json' with { type: 'json' };
import jaChecks from '../../src/i18n/checks.ja.cards.json' with { type: 'json' };
import compareEn from '../../src/i18n/compare.en.json' with { type: 'json' };
import compareJa from '../../src/i18n/compare.ja.json' with { type: 'json' };
import detectEn from '../../src/i18n/detect.en.json' with { type: 'json' };
import detectCards from '../../src/i18n/detect.ja.cards.json' with { type: 'json' };
import detectJa from '../../src/i18n/detect.ja.json' with { type: 'json' };
import mainEn from '../../src/i18n/en.json' with { type: 'json' };
import extractEn from '../../src/i18n/extract.en.json' with { type: 'json' };
import extractCards from '../../src/i18n/extract.ja.cards.json' with { type: 'json' };
import extractJa from '../../src/i18n/extract.ja.json' with { type: 'json' };
import imagesEn from '../../src/i18n/images.en.json' with { type: 'json' };
import imagesJa from '../../src/i18n/images.ja.json' with { type: 'json' };
import inspectEn from '../../src/i18n/inspect.en.json' with { type: 'json' };
import inspectJa from '../../src/i18n/inspect.ja.json' with { type: 'json' };
import mainCards from '../../src/i18n/ja.cards.json' with { type: 'json' };
import mainJa from '../../src/i18n/ja.json' with { type: 'json' };
import jaProblems from '../../src/i18n/ja.problems.json' with { type: 'json' };
import modelsEn from '../../src/i18n/models.en.json' with { type: 'json' };
import modelsJa from '../../src/i18n/models.ja.json' with { type: 'json' };
import reportEn from '../../src/i18n/report.en.json' with { type: 'json' };
import reportJa from '../../src/i18n/report.ja.json' with { type: 'json' };
import thresholdsEn from '../../src/i18n/thresholds.en.json' with { type: 'json' };
import thresholdsCards from '../../src/i18n/thresholds.ja.cards.json' with { type: 'json' };
import thresholdsJa from '../../src/i18n/thresholds.ja.json' with { type: 'json' };
import trainEn from '../../src/i18n/train.en.json' with { type: 'json' };
import trainCards from '../../src/i18n/train.ja.cards.json' with { type: 'json' };
import trainJa from '../../src/i18n/train.ja.json' with { type: 'json' };
import { certifyParams } from '../../src/spec/certifyParams.ts';
import { checkCards, reasons } from '../../src/spec/checks/catalog.ts';
import { noticeCodes } from '../../src/spec/events.ts';
import { extractParams } from '../../src/spec/extractParams.ts';
import { globalParams } from '../../src/spec/specParams.ts';
import { systemParams } from '../../src/spec/system/settings.ts';
import { policyParams } from '../../src/spec/thresholds/policy.ts';
import { trainingParams } from '../../src/store/trainingDraft.ts';
import { methodCards } from '../../src/training/methods.catalog.ts';
import { startCards } from '../../src/training/starts.catalog.ts';

const en = {
  ...mainEn,
  ...inspectEn,
  ...certifyEn,
  ...compareEn,
  ...detectEn,
  ...extractEn,
  ...imagesEn,
  ...modelsEn,
  ...reportEn,
  ...thresholdsEn,
  ...trainEn,
};
const ja = {
  ...mainJa,
  ...inspectJa,
  ...certifyJa,
  ...compareJa,
  ...detectJa,
  ...extractJa,
  ...imagesJa,
  ...modelsJa,
  ...reportJa,
  ...thresholdsJa,
  ...trainJa,
};
const cardFiles = [mainCards, jaChecks, certifyCards, thresholdsCards, trainCards, extractCards, detectCards];
const jaCards: Readonly<Record<string, string>> = Object.assign({}, ...cardFiles);

const placeholders = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name!).sort();
const schemas: readonly (readonly [string, ParamSchema])[] = [
  ['run', globalParams],
  ['extract', extractParams],
  ['certify', certifyParams],
  ['policy', policyParams],
  ['system', systemParams],
  ...Object.entries(methodCards).map(([id, card]) => [`methods.${id}.params`, card.params as ParamSchema] as const),
  ...Object.entries(attackCards).map(([id, card]) => [`attacks.${id}.params`, card.params as ParamSchema] as const),
  ...Object.entries(thiefCards).map(([id, card]) => [`thieves.${id}.params`, card.params as ParamSchema] as const),
  ...Object.entries(countermeasureCards).map(
    ([id, card]) => [`countermeasures.${id}.params`, card.params as ParamSchema] as const,
  ),
  ...Object.entries(defenseCards).map(([id, card]) => [`defenses.${id}.params`, card.params as ParamSchema] as const),
  ...Object.entries(detectorCards).map(([id, card]) => [`detectors.${id}.params`, card.params as ParamSchema] as const),
];
const params: readonly (readonly [string, string, Param])[] = schemas.flatMap(([path, schema]) =>
  Object.entries(schema).map(([name, param]) => [`${path}.${name}`, name, param] as const),
);

describe('the messages', () => {
  it('exist in both languages under the same keys', () => {
    expect(Object.keys(ja)).toEqual(Object.keys(en));
  });

  it('have the same placeholders in both languages', () => {
    const ignored = new Set(['goal.untargeted', 'goal.least-likely']);
    for (const [key, text] of Object.entries(en)) {
      if (!ignored.has(key))
        expect([key, placeholders((ja as Record<string, string>)[key]!)]).toEqual([key, placeholders(text)]);
    }
  });

  it('belong to one file each', () => {
    const pages = [
      inspectEn,
      certifyEn,
      compareEn,
      detectEn,
      extractEn,
      imagesEn,
      modelsEn,
      thresholdsEn,
      trainEn,
      reportEn,
    ].flatMap((texts) => Object.keys(texts));
    expect(pages.filter((key, i) => key in mainEn || pages.indexOf(key) !== i)).toEqual([]);
    expect(cardFiles.flatMap((texts) => Object.keys(texts))).toHaveLength(Object.keys(jaCards).length);
  });

  it('are never empty', () => {
    for (const text of [...Object.values(en), ...Object.values(ja), ...Object.values(jaCards)])
      expect(text.trim()).not.toBe('');
  });

  it('use no exclamation marks and promise no safety', () => {
    for (const text of Object.values(en)) expect(text).not.toMatch(/!|\bsafe\b|\bsecure\b/i);
    for (const text of Object.values(ja)) expect(text).not.toMatch(/[!！]|安全/);
  });

  it('know every notice and every option of every card', () => {
    for (const code of noticeCodes) expect(en).toHaveProperty([`warning.${code}`]);
    for (const [, name, param] of params) {
      if (param.kind !== 'choice') continue;
      for (const option of param.options) expect(en).toHaveProperty([`option.${name}.${option}`]);
    }
  });
});

describe('the problems', () => {
  const kinds = Object.entries(problemTexts).map(([code, english]) => [`problems.${code}`, english] as const);

  it('can all be said in Japanese, and nothing else is there', () => {
    expect(Object.keys(jaProblems)).toEqual(kinds.map(([path]) => path));
  });

  it.each(kinds)('%s says the same values in both languages', (path, english) => {
    const japanese = (jaProblems as Record<string, string>)[path]!;
    expect(new Set(placeholders(japanese))).toEqual(new Set(placeholders(english)));
    expect(japanese).toMatch(/[ぁ-ん]/);
    expect(english + japanese).not.toMatch(/[!！]|\bsafe\b|\bsecure\b|安全/i);
  });
});

const checkTexts: readonly (readonly [string, string])[] = [
  ...Object.entries(checkCards).flatMap(([code, card]) =>
    (['title', 'rule', 'meaning', 'passed', 'raised'] as const).map(
      (part) => [`checks.${code}.${part}`, card[part]] as const,
    ),
  ),
  ...Object.entries(reasons).map(([reason, text]) => [`checks.reason.${reason}`, text] as const),
];

describe('the cards', () => {
  const plugins = {
    attacks: attackCards,
    defenses: defenseCards,
    detectors: detectorCards,
    models: modelCards,
    datasets: datasetCards,
    thieves: thiefCards,
    countermeasures: countermeasureCards,
    substitutes: substituteCards,
    methods: methodCards,
    certificates: certificateCards,
  };
  const expected = [
    ...Object.entries(plugins).flatMap(([kind, cards]) =>
      Object.keys(cards).flatMap((id) => [`${kind}.${id}.title`, `${kind}.${id}.summary`]),
    ),
    ...Object.keys(defenseCards).flatMap((id) => defenseTexts.map((part) => `defenses.${id}.${part}`)),
    ...Object.keys(detectorCards).flatMap((id) => defenseTexts.map((part) => `detectors.${id}.${part}`)),
    ...Object.keys(certificateCards).flatMap((id) => defenseTexts.map((part) => `certificates.${id}.${part}`)),
    ...Object.keys(methodCards).flatMap((id) => [`methods.${id}.strengths`, `methods.${id}.weaknesses`]),
    ...Object.keys(startCards).map((id) => `starts.${id}.title`),
    ...Object.keys(trainingParams).flatMap((name) => [`train.${name}.label`, `train.${name}.help`]),
    ...params.flatMap(([path]) => [`${path}.label`, `${path}.help`]),
    ...checkTexts.map(([path]) => path),
    ...Object.values(datasetCards)
      .flatMap(({ classNames }) => classNames.filter((name: string) => /[a-z]/i.test(name)))
      .map((name) => `classes.${name}`),
    ...['offset', 'class'].flatMap((goal) => [`run.target.${goal}.label`, `run.target.${goal}.help`]),
  ];

  it('have every text in Japanese, and nothing else is there', () => {
    expect(Object.keys(jaCards).sort()).toEqual([...new Set(expected)].sort());
  });

  it('of the checks have the same placeholders in both languages, no exclamation marks and promise no safety', () => {
    for (const [path, english] of checkTexts) {
      const japanese = jaCards[path]!;
      expect([path, placeholders(japanese)]).toEqual([path, placeholders(english)]);
      expect(english).not.toMatch(/!|\bsafe\b|\bsecure\b/i);
      expect(japanese).not.toMatch(/[!！]|安全/);
    }
  });
});
