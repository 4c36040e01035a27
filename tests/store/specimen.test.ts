import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeLink } from '../../src/spec/link.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { followSpecimen } from '../../src/store/followSpecimen.ts';
import type { Picture, Settings } from '../../src/store/labState.ts';
import { createLabStore } from '../../src/store/labStore.ts';
import { open } from '../../src/store/opening.ts';
import { readLink } from '../../src/store/permalink.ts';
import { editSpecimenText, onlyCell, specimenOf, specimenReading } from '../../src/store/specimen.ts';
import { specimenFinding } from '../../src/store/specimenFinding.ts';
import { currentLink } from '../../src/store/urlSync.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings: Settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function inspectingLab(pauseMs = 20) {
  const engine = fakeEngine({ pauseMs });
  const craft = vi.spyOn(engine, 'craft');
  const lab = createLabStore(engine, { draft: {}, settings, page: 'inspect' });
  followSpecimen(lab, engine);
  return { lab, craft, specimen: () => lab.getState().specimen };
}

describe('the image under inspection', () => {
  it('is attacked when the page opens, with its path, its surroundings and its neighbours', async () => {
    const { specimen } = inspectingLab();
    await vi.runAllTimersAsync();
    const { shown, land, neighbours, busy } = specimen();
    expect(shown!.picture).toMatchObject({ image: 7, label: 7, target: -1 });
    expect(shown!.picture.trace.length).toBeGreaterThan(2);
    expect(land!.landscape).toMatchObject({ image: 7, side: 41, radius: 38 / 255 });
    expect(neighbours!.images).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(busy).toBe(false);
  });

  it('is left alone on other pages', async () => {
    const { lab, craft } = inspectingLab();
    lab.getState().goTo('evaluate');
    await vi.runAllTimersAsync();
    expect(craft).not.toHaveBeenCalled();
  });

  it('keeps its former picture until the new one is there, and the last request wins', async () => {
    const { lab, specimen } = inspectingLab(400);
    await vi.runAllTimersAsync();
    const before = specimen().shown;
    lab.getState().editSpecimen('eps', '0.1');
    await vi.advanceTimersByTimeAsync(200); // the first request is under way
    lab.getState().editSpecimen('eps', '0.2');
    await vi.advanceTimersByTimeAsync(300); // the first would be there by now
    expect(specimen().shown).toBe(before);
    expect(specimen().busy).toBe(true);
    await vi.runAllTimersAsync();
    expect(specimen().shown!.cell.epsilon).toBe(0.2);
    expect(specimen().land!.landscape.radius).toBe(0.2);
  });

  it('follows a dragged slider at a steady pace instead of with every event', async () => {
    const { lab, craft, specimen } = inspectingLab();
    await vi.runAllTimersAsync();
    craft.mockClear();
    for (let step = 1; step <= 60; step++) {
      lab.getState().editSpecimen('eps', `${step}/255`);
      await vi.advanceTimersByTimeAsync(16);
    }
    await vi.runAllTimersAsync();
    expect(craft.mock.calls.length).toBeGreaterThan(3);
    expect(craft.mock.calls.length).toBeLessThan(12);
    expect(specimen().shown!.cell.epsilon).toBe(60 / 255);
  });

  it('attacks nothing while a typed budget makes no sense', async () => {
    const { lab, craft, specimen } = inspectingLab();
    await vi.runAllTimersAsync();
    craft.mockClear();
    lab.getState().editSpecimen('eps', 'lots');
    await vi.runAllTimersAsync();
    expect(craft).not.toHaveBeenCalled();
    expect(specimenReading(lab.getState())).toMatchObject({ kind: 'invalid' });
    expect(specimen().shown).toBeDefined();
  });

  it('says what went wrong and recovers with the next change', async () => {
    const { lab, craft, specimen } = inspectingLab();
    craft.mockRejectedValueOnce(new Error('weights.bin: cut off'));
    await vi.runAllTimersAsync();
    expect(specimen()).toMatchObject({ busy: false, failure: { message: 'weights.bin: cut off' } });
    lab.getState().chooseImage(9);
    await vi.runAllTimersAsync();
    expect(specimen().failure).toBeUndefined();
    expect(specimen().shown!.picture.image).toBe(9);
  });

  it('stays inside the set, and is drawn at random by the seed alone', () => {
    const { lab, specimen } = inspectingLab();
    lab.getState().chooseImage(-3);
    expect(specimen().image).toBe(0);
    lab.getState().chooseImage(123_456);
    expect(specimen().image).toBe(9999);
    const draws = (seed: string) => {
      const { lab: other } = inspectingLab();
      other.getState().editSpecimen('seed', seed);
      return [0, 1, 2].map(() => {
        other.getState().drawImage();
        return other.getState().specimen.image;
      });
    };
    expect(draws('3')).toEqual(draws('3'));
    expect(draws('3')).not.toEqual(draws('4'));
    expect(new Set(draws('3')).size).toBe(3);
  });

  it('goes to Evaluate as a run of the same attack, with the bare model beside an unaware one', async () => {
    const { lab } = inspectingLab();
    lab.getState().editSpecimen('defense', 'bits');
    lab.getState().editSpecimen('adaptive', 'no');
    lab.getState().measureSpecimen(50);
    const { page, draft, run, epsilon } = lab.getState();
    expect([page, run.kind, epsilon]).toEqual(['evaluate', 'running', 38 / 255]);
    const spec = parseSpec(draft);
    expect(spec).toMatchObject({ count: 50, adaptive: 'both', attacks: [{ id: 'pgd' }] });
    expect(spec.epsilons).toContain(38 / 255);
    expect(draft.defense).toBe('none,bits');
    lab.getState().stop();
  });
});

describe('the attack on one image', () => {
  const edit = (text: SpecText, key: string, value: string) => editSpecimenText('mnist-cnn', text, key, value);

  it('takes a budget of the new norm', () => {
    expect(edit({ attack: 'pgd', eps: '38/255' }, 'norm', 'l2')).toMatchObject({ norm: 'l2', eps: '1.5' });
  });

  it('gives up a goal or a norm that the new attack cannot have', () => {
    const text = edit(
      { attack: 'pgd', defense: 'none', norm: 'l1', eps: '10', goal: 'best-of-all' },
      'attack',
      'simba',
    );
    const spec = parseSpec(text);
    expect(['linf', 'l2']).toContain(spec.norm);
    expect(spec.goal.kind).toBe('untargeted');
  });

  it('is one cell of an experiment, whatever else that has', () => {
    const spec = parseSpec({
      attack: 'fgsm,pgd',
      defense: 'none,bits',
      adaptive: 'both',
      'pgd.steps': '7',
      eps: '0.1,0.2',
    });
    const cell = { attack: 'pgd', defense: 'bits', adaptive: false, epsilon: 0.1 } as const;
    const { image, text } = specimenOf(spec, 3, cell);
    expect(image).toBe(3);
    expect(text).toMatchObject({ attack: 'pgd', defense: 'bits', adaptive: 'no', eps: '0.1', 'pgd.steps': '7' });
    expect(onlyCell(parseSpec(text))).toEqual(cell);
  });
});

describe('the link of the Inspect page', () => {
  const address = { href: 'http://lab/', hash: '' } as Location;

  it('opens the same image under the same attack, and leaves the form as it was', () => {
    const { lab } = inspectingLab();
    for (const [key, value] of Object.entries({ attack: 'fgsm', eps: '0.1', defense: 'bits', adaptive: 'no' }))
      lab.getState().editSpecimen(key, value);
    lab.getState().chooseImage(17);
    const link = new URL(currentLink(lab, address));
    expect(link.hash).toContain('page=inspect&image=17');
    const kept = { draft: { count: '50' }, link: undefined, report: undefined };
    const opening = open(link.hash, kept);
    expect(opening).toMatchObject({ page: 'inspect', draft: { count: '50' }, begin: false, linkProblems: [] });
    const reopened = createLabStore(fakeEngine(), { ...opening, settings });
    expect(specimenReading(reopened.getState())).toEqual(specimenReading(lab.getState()));
    expect(reopened.getState().specimen.image).toBe(17);
  });

  it('may name only the page, or only the image', () => {
    expect(readLink('#page=inspect')).toMatchObject({ kind: 'none', page: 'inspect' });
    expect(open('#page=inspect&image=4', { draft: undefined, link: undefined, report: undefined })).toMatchObject({
      begin: false,
      specimen: { image: 4, text: { attack: 'pgd' } },
    });
  });

  it('with an image that is no position says so among the other problems', () => {
    const link = readLink(`${writeLink({ eps: 'x' })}&page=inspect&image=first`);
    const problems = [
      { where: 'eps', code: 'budget' },
      { where: 'image', code: 'position', values: { got: 'first' } },
    ];
    expect(link).toMatchObject({ kind: 'bad', problems });
  });
});

describe('the finding about one image', () => {
  const picture = (before: number[], after: number[], { label = 0, target = -1 } = {}) =>
    ({
      label,
      target,
      cleanProbabilities: Float32Array.from(before),
      adversarialProbabilities: Float32Array.from(after),
    }) as unknown as Picture; // the finding reads nothing else
  const first = [0.75, 0.25, 0];
  const second = [0.25, 0.75, 0];
  const third = [0, 0.25, 0.75];

  it.each([
    ['turned', picture(first, second), { from: 0, to: 1, confidence: 0.75 }],
    ['held', picture(first, [0.5, 0.25, 0.25]), { from: 0, confidence: 0.5 }],
    ['wrongBefore', picture(second, second), { label: 0, from: 1, confidence: 0.75 }],
    ['turned', picture(first, third, { target: 2 }), { from: 0, to: 2 }],
    ['missed', picture(first, second, { target: 2 }), { from: 0, to: 1 }],
    ['held', picture(first, first, { target: 2 }), { from: 0 }],
    ['isTarget', picture(third, third, { target: 2 }), { from: 2 }],
  ] as const)('is "%s" where it should be', (kind, seen, expected) => {
    expect(specimenFinding(seen)).toMatchObject({ kind, ...expected });
  });
});
