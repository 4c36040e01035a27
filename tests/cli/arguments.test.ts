import { describe, expect, it } from 'vitest';
import type { AttackCard } from '../../src/attacks/card.ts';
import { attackCards, attackIds } from '../../src/attacks/catalog.ts';
import { specFlags } from '../../src/cli/specFlags.ts';
import type { Param, ParamSchema } from '../../src/core/params.ts';
import { makeRng, type Rng } from '../../src/core/rng.ts';
import type { GoalKind, Norm } from '../../src/core/threat.ts';
import { defenseCards } from '../../src/defenses/catalog.ts';
import { writeLink } from '../../src/spec/link.ts';
import { formatSpec, hasTarget, parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { globalParams } from '../../src/spec/specParams.ts';
import { readLink as readPageLink } from '../../src/store/permalink.ts';
import { parseArguments, problemsOf } from './parseArguments.ts';

const canonical = (text: SpecText) => formatSpec(parseSpec(text));
const asFlags = (text: SpecText) => Object.entries(text).flatMap(([key, value]) => [`--${key}`, value]);

/** Some experiment: every key set to something the cards allow. */
function anySpec(seed: number): SpecText {
  const rng = makeRng(seed);
  const text: Record<string, string> = {
    defense: ['none', 'bits', 'median', 'bits+median', 'none,median+bits'][Math.floor(5 * rng.uniform())]!,
    eps: ['0.1', '8/255', '0.3,2/255', '0'][Math.floor(4 * rng.uniform())]!,
  };
  addValues(text, '', { ...globalParams, target: { ...globalParams.target, min: 1, max: 9 } }, rng); // of ten classes
  if (!hasTarget(text.goal!)) delete text.target;
  const able = attackIds.filter((id) => fits(attackCards[id], text)); // of those the seed's own, and some others
  text.attack = able.filter((_, i) => i === seed % able.length || rng.uniform() < 0.3).join(',');
  for (const id of text.attack.split(',')) addValues(text, `${id}.`, schemas[id]!, rng);
  for (const id of text.defense!.split(/[,+]/)) addValues(text, `${id}.`, schemas[id] ?? {}, rng);
  return text;
}

const fits = ({ norms, goals }: AttackCard, { norm, goal }: SpecText) =>
  norms.includes(norm as Norm) && goals.includes(goal as GoalKind); // text from the cards of both

const schemas: Record<string, ParamSchema> = Object.fromEntries(
  Object.entries({ ...attackCards, ...defenseCards }).map(([id, { params }]) => [id, params]),
);

function addValues(text: Record<string, string>, prefix: string, schema: ParamSchema, rng: Rng): void {
  for (const [name, param] of Object.entries(schema)) text[prefix + name] = anyValue(param, rng.uniform());
}

function anyValue(param: Param, u: number): string {
  if (param.kind === 'flag') return String(u < 0.5);
  if (param.kind === 'choice') return param.options[Math.floor(u * param.options.length)]!;
  const value = param.min + u * (param.max - param.min);
  return String(param.integer ? Math.floor(value) : value);
}

describe('epsilon evaluate', () => {
  it('runs the default experiment when nothing is said', async () => {
    expect(await parseArguments()).toEqual({
      spec: {},
      start: { backend: undefined, kernels: 'simd' },
      workers: undefined,
      out: undefined,
      csv: undefined,
      json: false,
      quiet: false,
      checks: false,
    });
  });

  it('understands flags, links of the page and its own links alike', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const text = anySpec(seed);
      const wanted = canonical(text);
      expect((await parseArguments(...asFlags(text))).spec, `seed ${seed}`).toEqual(wanted);
      expect((await parseArguments(`http://localhost:4173/${writeLink(wanted, { lang: 'ja' })}`)).spec).toEqual(wanted);
      expect((await parseArguments(writeLink(wanted))).spec).toEqual(wanted);
      expect(readPageLink(writeLink(wanted))).toMatchObject({ kind: 'valid', text: wanted });
    }
  });

  it.each([
    'http://localhost/#attack=bim&eps=8/255&lang=ja',
    'http://localhost/#v=1&attack=bim&eps=8/255&lang=ja&page=inspect&image=17',
    'https://example.org/lab/?lang=en&attack=bim&eps=8%2F255',
    'https://example.org/?backend=webgl#v=1&attack=bim&eps=8/255',
    '#attack=bim&eps=8/255',
    '?attack=bim&eps=8/255',
    'attack=bim&eps=8/255',
  ])('reads %s', async (link) => {
    expect((await parseArguments(link)).spec).toEqual({ attack: 'bim', eps: '8/255' });
  });

  it('lets flags win over the link', async () => {
    const { spec } = await parseArguments('count=50&seed=3', '--count', '60');
    expect(spec).toEqual({ count: '60', seed: '3' });
  });

  it('drops from the link what the flags make meaningless', async () => {
    expect((await parseArguments('attack=pgd&pgd.steps=9', '--attack', 'fgsm')).spec).toEqual({ attack: 'fgsm' });
    expect((await parseArguments('eps=0.2', '--norm', 'l2')).spec).toEqual({ norm: 'l2' });
    const aimed = 'attack=pgd&goal=class&target=3';
    expect((await parseArguments(aimed, '--goal', 'least-likely')).spec).toMatchObject({ goal: 'least-likely' });
  });

  it('joins a list that is given in pieces', async () => {
    expect((await parseArguments('--eps', '0.1', '--eps', '0.2')).spec).toEqual({ eps: '0.1,0.2' });
  });

  it('takes a switch without a value as true', async () => {
    const off = await parseArguments('--pgd.randomStart', 'false');
    expect(off.spec).toEqual({ 'pgd.randomStart': 'false' });
    expect((await parseArguments('--pgd.randomStart', '--quiet')).spec).toEqual({});
  });

  it('knows a path of a model from the name of one', async () => {
    expect((await parseArguments('--model', 'some/model.json')).spec.model).toBe('file:some/model.json');
    expect((await parseArguments('--model', 'my.json')).spec.model).toBe('file:my.json');
    expect((await parseArguments('--model', 'mnist-cnn')).spec.model).toBeUndefined();
  });

  it('reads own images from one file or two', async () => {
    expect((await parseArguments('--images', 'a.npz')).spec.data).toBe('file:a.npz');
    expect((await parseArguments('--images', 'x.gz', '--labels', 'y.gz')).spec.data).toBe('file:x.gz,y.gz');
  });

  it('passes on how to compute and where to write', async () => {
    const args = ['--backend', 'cpu', '--kernels', 'stock', '--workers', '3', '--out', 'r.json', '--csv', 'r.csv'];
    expect(await parseArguments(...args, '--json')).toMatchObject({
      start: { backend: 'cpu', kernels: 'stock' },
      workers: 3,
      out: 'r.json',
      csv: 'r.csv',
      json: true,
    });
  });

  it('lists every problem at once', async () => {
    const args = [
      '--stepz',
      '3',
      '--epss',
      '0.1',
      '--eps',
      '30',
      '--pgd.stepz',
      '1',
      '--pgd.steps=0',
      '--backend',
      'gl',
    ];
    expect(await problemsOf(...args, '--workers', '-1', '--norm', '--labels', 'y', 'nonsense', 'more')).toEqual([
      '--norm: expected a value, got none',
      '--stepz: unknown flag; see epsilon evaluate --help',
      '--epss: unknown flag; did you mean --eps?',
      'more: unexpected; expected one link at most',
      '--labels: expected --images as well',
      "nonsense: expected a link or settings such as 'attack=pgd&eps=0.1'",
      '--backend: expected one of auto, wasm, cpu, webgpu, got "gl"',
      '--workers: expected an integer in [1, 256], got "-1"',
      '--eps: expected numbers in [0, 1] such as 0.1 or 8/255, got "30"; pixels run from 0 to 1 here, so write 30/255',
      '--pgd.stepz: unknown; expected one of steps, stepSize, randomStart, restarts, loss, earlyStop',
      '--pgd.steps: expected an integer in [1, 1000], got "0"',
    ]);
  });

  it('says what is wrong in a link', async () => {
    expect(await problemsOf('http://localhost/#v=9&count=many')).toEqual([
      'v: this lab reads version 1 of links, got 9',
      'count: expected an integer in [1, 10000], got "many"',
    ]);
  });

  it('names the flag of each file that is not there', async () => {
    const args = ['--model', 'missing/model.json', '--images', 'missing-x', '--labels', 'missing-y'];
    expect(await problemsOf(...args)).toEqual([
      '--model: no file at missing/model.json',
      '--images: no file at missing-x',
      '--labels: no file at missing-y',
    ]);
  });

  it('refuses two sources of images, and names that a link cannot hold', async () => {
    expect(await problemsOf('--data', 'mnist', '--images', 'a,b.npz')).toEqual([
      '--data: either this or --images, not both',
      'a,b.npz: a comma separates files here; rename the file',
    ]);
  });
});

describe('epsilon evaluate --help', () => {
  const help = new Map(specFlags().map((flag) => [flag.key, flag.help]));

  it('names every setting of every card with its range and default', () => {
    for (const [id, schema] of [['', globalParams] as const, ...Object.entries(schemas)]) {
      for (const [name, param] of Object.entries(schema as ParamSchema)) {
        const text = help.get(id ? `${id}.${name}` : name);
        expect(text).toContain(`(default: ${param.default})`);
        if (param.kind === 'number') expect(text).toContain(`[${param.min}, ${param.max}]`);
        if (param.kind === 'choice') for (const option of param.options) expect(text).toContain(option);
      }
    }
  });
});
