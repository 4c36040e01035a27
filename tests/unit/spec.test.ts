import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttackCard } from '../../src/attacks/card.ts';
import { attackCards, attackIds } from '../../src/attacks/catalog.ts';
import { setIds } from '../../src/attacks/sets.catalog.ts';
import type { Param, ParamSchema } from '../../src/core/params.ts';
import { norms } from '../../src/core/threat.ts';
import { defenseCards, defenseIds } from '../../src/defenses/catalog.ts';
import { planCells } from '../../src/spec/cells.ts';
import { stepsPerImage } from '../../src/spec/cost.ts';
import { formatSpec, hasTarget, parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { globalParams } from '../../src/spec/specParams.ts';

const anyText = (p: Param): fc.Arbitrary<string> => {
  if (p.kind === 'flag') return fc.constantFrom('true', 'false');
  if (p.kind === 'choice') return fc.constantFrom(...p.options);
  return (p.integer ? fc.integer({ min: p.min, max: p.max }) : fc.double({ min: p.min, max: p.max, noNaN: true })).map(
    String,
  );
};
const anyTexts = (schema: ParamSchema, prefix = '') =>
  fc.record(Object.fromEntries(Object.entries(schema).map(([key, p]) => [prefix + key, anyText(p)])), {
    requiredKeys: [],
  });

/** The attack works in the norm and for the goal. */
const fits = ({ norms, goals }: AttackCard, globals: Readonly<Record<string, string | undefined>>) =>
  norms.some((norm) => norm === (globals.norm ?? globalParams.norm.default)) &&
  goals.some((goal) => goal === (globals.goal ?? globalParams.goal.default));

/** Without a target that nobody aims at. */
const aimed = ({ target, ...rest }: Readonly<Record<string, string | undefined>>) =>
  target !== undefined && hasTarget(rest.goal ?? globalParams.goal.default) ? { ...rest, target } : rest;

/** Any experiment that can be written down. */
const anySpec: fc.Arbitrary<SpecText> = fc
  .record({
    attacks: fc.subarray(attackIds, { minLength: 1 }),
    chains: fc.subarray(['none', ...defenseIds, 'bits+median', 'median+bits'], { minLength: 1 }),
    eps: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 5 }),
    globals: anyTexts({ ...globalParams, target: { ...globalParams.target, min: 1, max: 9 } }), // of ten classes
  })
  .map(({ attacks, ...rest }) => {
    const able = attacks.filter((id) => fits(attackCards[id], rest.globals));
    return { attacks: able.length > 0 ? able : (['pgd'] as const), ...rest };
  })
  .chain(({ attacks, chains, eps, globals }) =>
    fc
      .tuple(
        ...attacks.map((id) => anyTexts(attackCards[id].params, `${id}.`)),
        ...defenseIds
          .filter((id) => chains.some((name) => name.includes(id)))
          .map((id) => anyTexts(defenseCards[id].params, `${id}.`)),
      )
      .map((settings) =>
        Object.assign(
          { attack: attacks.join(','), defense: chains.join(','), eps: eps.map((e) => `${e}/255`).join(',') },
          aimed(globals),
          ...settings,
        ),
      ),
  );

describe('an experiment', () => {
  it('survives being written down and read again', () => {
    fc.assert(
      fc.property(anySpec, (text) => {
        const spec = parseSpec(text);
        const written = formatSpec(spec);
        expect(formatSpec(parseSpec(written))).toEqual(written);
        // `target` is not part of a goal that has none, so it does not come back.
        expect(parseSpec(written)).toEqual(spec);
      }),
    );
  });

  it('travels through an address unchanged', () => {
    fc.assert(
      fc.property(anySpec, (text) => {
        const written = formatSpec(parseSpec(text));
        expect(Object.fromEntries(new URLSearchParams(new URLSearchParams({ ...written }).toString()))).toEqual(
          written,
        );
      }),
    );
  });

  it('is empty when nothing differs from the default', () => expect(formatSpec(parseSpec({}))).toEqual({}));

  it('reads a chain whose plus became a space', () => {
    expect(parseSpec({ defense: 'none,bits median' })).toEqual(parseSpec({ defense: 'none,bits+median' }));
  });

  it('sorts budgets and drops repeats', () => expect(parseSpec({ eps: '0.3, 0.1,0.3' }).epsilons).toEqual([0.1, 0.3]));

  it('takes other budgets in l2', () => expect(parseSpec({ norm: 'l2' }).epsilons).toContain(1.5));
});

describe('a set of attacks', () => {
  it('stands for its attacks with their settings', () => {
    expect(formatSpec(parseSpec({ attack: 'live', norm: 'l2' }))).toEqual({
      norm: 'l2',
      'pgd.steps': '10',
      'pgd.stepSize': '0.25',
    });
    expect(formatSpec(parseSpec({ attack: 'lesson' }))).toEqual({
      attack: 'pgd,mifgsm,deepfool,fmn,square',
      'square.queries': '500',
    });
  });

  it.each(norms)('holds only attacks that can do what the norm asks for (%s)', (norm) => {
    for (const id of setIds) expect(parseSpec({ attack: id, norm }).attacks.length).toBeGreaterThan(1);
  });

  it('gives way to settings and attacks that are named, and to a set named before', () => {
    const stepsOf = (text: SpecText) => parseSpec(text).attacks.find(({ id }) => id === 'pgd')?.params;
    expect(stepsOf({ attack: 'live', 'pgd.steps': '7' })).toMatchObject({ steps: 7, stepSize: 0.25 });
    expect(stepsOf({ attack: 'live,pgd' })).toMatchObject({ steps: 40 });
    expect(stepsOf({ attack: 'lesson,live' })).toMatchObject({ steps: 40 });
    expect(stepsOf({ attack: 'live,lesson' })).toMatchObject({ steps: 10 });
  });
});

describe('a wrong experiment', () => {
  const problemsOf = (text: SpecText): string[] => {
    try {
      parseSpec(text);
    } catch (error) {
      return (error as Error).message.split('\n');
    }
    return [];
  };

  it('gets every problem named at once', () => {
    expect(
      problemsOf({
        v: '2',
        model: 'x',
        attack: 'fgsm,pdg',
        defense: 'none,bit',
        eps: '8,-1,a',
        count: '0',
        'fgsm.loss': 'mse',
        'fgsm.lozz': '1',
        'pgd.steps': '3',
        'pgd.stepz': '3',
        colour: 'red',
      }).map((problem) => problem.replace(attackIds.join(', '), '(every attack)')),
    ).toMatchInlineSnapshot(`
      [
        "v: this lab reads version 1 of links, got 2",
        "colour: unknown; expected one of model, data, attack, defense, detector, second, eps, count, seed, norm, goal, target, adaptive, eot, fpr, queries",
        "count: expected an integer in [1, 10000], got "0"",
        "attack: expected one of (every attack), live, lesson, got "pdg"",
        "defense: expected none, bits, median, gaussian, nlm, jpeg, tv, resizePad or a chain such as bits+median, got "bit"",
        "pgd: settings for something this run does not use; add it to attack or defense",
        "pgd.stepz: unknown; expected one of steps, stepSize, randomStart, restarts, loss, earlyStop",
        "model: expected one of mnist-cnn, mnist-cnn-pgd, mnist-cnn-trades, mnist-cnn-fast, mnist-cnn-distilled, mnist-cnn-smooth, mnist-cnn-ibp, mnist-mlp, signs-cnn, signs-cnn-pgd, cifar10-resnet, cifar10-resnet-fast, got "x"",
        "eps: expected numbers in [0, 1] such as 0.1 or 8/255, got "8"; pixels run from 0 to 1 here, so write 8/255",
        "eps: expected numbers in [0, 1] such as 0.1 or 8/255, got "-1"",
        "eps: expected numbers in [0, 1] such as 0.1 or 8/255, got "a"",
        "fgsm.lozz: unknown; expected one of loss",
        "fgsm.loss: expected one of ce, margin, dlr, got "mse"",
      ]
    `);
  });

  it('is told of classes that its model does not have', () => {
    const last = ({ target, model = 'mnist-cnn' }: SpecText) =>
      problemsOf({ goal: 'class', model, target: target! }).join();
    expect(last({ target: '77' })).toBe('target: the model has classes 0 to 9, got 77');
    expect(last({ target: '9' })).toBe('');
    expect(last({ target: '10', model: 'signs-cnn' })).toBe('');
    expect(last({ target: '77', model: 'file:model.json' })).toBe(''); // known only once it is loaded
    expect(last({ target: '77', model: 'constructor' })).toMatch(/^model: [^\n]*$/);
    expect(problemsOf({ goal: 'offset', target: '10' })).toEqual([expect.stringMatching(/^target: .*true class/)]);
    expect(problemsOf({ goal: 'offset', target: '11' })).toEqual([]);
  });

  it.each(['8', '255'])('learns that pixels run from 0 to 1 when ε is %s', (eps) => {
    expect(problemsOf({ eps })[0]).toContain(`write ${eps}/255`);
  });

  it.each([
    [{ norm: 'l2', eps: '28' }, undefined],
    [
      { norm: 'l2', eps: '28.1' },
      'expected numbers in [0, 28] such as 0.1 or 8/255, got "28.1"; pixels run from 0 to 1',
    ],
    [{ norm: 'l2', eps: '7141' }, 'expected numbers in [0, 28] such as 0.1 or 8/255, got "7141"'],
    [{ norm: 'l1', eps: '785' }, 'expected numbers in [0, 784]'],
    [{ norm: 'l2', eps: '28.1', data: 'cifar10' }, undefined],
    [{ norm: 'l2', eps: '100', model: 'signs-cnn' }, 'got "100"; pixels run from 0 to 1 here, so write 100/255'],
    [{ norm: 'l1', eps: '9000', model: 'file:x.json', data: 'file:x.npy' }, undefined], // only the engine knows the size
  ])('knows how far two images lie apart at most (%o)', (text, message) => {
    const [first] = problemsOf({ attack: 'pgd', ...text } as SpecText);
    if (message === undefined) expect(first).toBeUndefined();
    else expect(first).toContain(message);
  });

  it('takes a target only from somebody who aims', () => {
    expect(problemsOf({ target: '3' })).toEqual([
      'target: of no use with goal untargeted; leave it out, or take goal class or offset',
    ]);
    expect(problemsOf({ target: '3', goal: 'clas' })).toHaveLength(1); // the goal
    expect(problemsOf({ target: '3', goal: 'offset' })).toEqual([]);
  });

  it.each(['', ' ', 'NaN', 'Infinity', '1e999', '0.1,,0.2'])('refuses ε %j', (eps) =>
    expect(problemsOf({ eps })).toHaveLength(1),
  );

  it('is never met by anything but a list of problems', () => {
    const junk = fc.dictionary(
      fc.oneof(fc.constantFrom('eps', 'attack', 'defense', 'count', 'pgd.steps', 'v', '.', 'a.b.c'), fc.string()),
      fc.string(),
    );
    fc.assert(
      fc.property(junk, (text) => {
        try {
          parseSpec(text);
        } catch (error) {
          expect((error as { code?: string }).code).toBe('spec');
        }
      }),
    );
  });
});

describe('the plan', () => {
  it('attacks the bare model once and each defense in the modes asked for', () => {
    const modes = (adaptive: string) =>
      planCells(parseSpec({ attack: 'pgd', defense: 'none,bits', eps: '0.1', adaptive })).map((cell) => [
        cell.defense,
        cell.adaptive,
      ]);
    expect(modes('yes')).toEqual([
      ['none', true],
      ['bits', true],
    ]);
    expect(modes('no')).toEqual([
      ['none', true],
      ['bits', false],
    ]);
    expect(modes('both')).toEqual([
      ['none', true],
      ['bits', true],
      ['bits', false],
    ]);
  });

  it('costs steps × restarts × cells', () => {
    const text = { attack: 'fgsm,pgd', 'pgd.steps': '10', 'pgd.restarts': '3', defense: 'none', eps: '0.1,0.2' };
    const forwards = (1 + 3) / 3; // one more look at each result, at a third of the price
    expect(stepsPerImage(parseSpec(text))).toBeCloseTo(2 * (1 + 30 + forwards), 9);
  });

  it('counts the second attempt of an attacker who knows the detectors, and none of one who does not', () => {
    const steps = (text: SpecText) => stepsPerImage(parseSpec({ attack: 'pgd', defense: 'none', eps: '0.1', ...text }));
    const alone = steps({});
    expect(steps({ detector: 'squeezing', adaptive: 'yes' })).toBeCloseTo(2 * alone, 9);
    expect(steps({ detector: 'squeezing', adaptive: 'no' })).toBeCloseTo(alone, 9);
    expect(steps({ detector: 'squeezing', adaptive: 'both' })).toBeCloseTo(3 * alone, 9);
  });
});
