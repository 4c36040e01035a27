import { zipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { namedAlike } from '../../src/engine/namedAlike.ts';
import { openOwnImages } from '../../src/engine/own.ts';
import { pngFile } from '../../src/spec/export/pngFile.ts';
import { memoryShelf } from '../../src/store/memoryShelf.ts';
import { createImageDesk } from '../../workers/imageDesk.ts';
import { serveImages } from '../../workers/serveImages.ts';
import { memoryEnv } from '../fixtures.ts';

const grey = (value: number) =>
  pngFile({ width: 4, height: 2, channels: 1, pixels: new Float32Array(8).fill(value / 255) });
const animals = zipSync({
  'dog/1.png': grey(10),
  'cat/1.png': grey(20),
  'cat/2.png': grey(30),
  'dog/no.png': Uint8Array.of(1),
});
const blobs = (name: string, bytes: Uint8Array) => [{ name, file: new Blob([bytes.slice()]) }];

/** A desk whose worker stands in the same thread behind a real channel. */
function openDesk(shelf: ReturnType<typeof memoryShelf>) {
  const desk = createImageDesk(() => {
    const { port1, port2 } = new MessageChannel();
    serveImages(port2, { shelf });
    return {
      endpoint: port1,
      onCrash: () => undefined,
      terminate: () => {
        port1.close();
        port2.close();
      },
    };
  });
  return desk;
}

const open: ReturnType<typeof openDesk>[] = [];
afterEach(() => {
  for (const desk of open.splice(0)) desk.clear();
});

function desk(shelf = memoryShelf()) {
  const opened = openDesk(shelf);
  open.push(opened);
  return { desk: opened, shelf };
}

const settings = { name: 'pets', shape: [2, 2, 1], fit: 'crop', classNames: ['cat', 'dog'] } as const;

describe('the desk of images', () => {
  it('looks, shows, and keeps images that a run then reads', async () => {
    const { desk: opened, shelf } = desk();
    const told: number[] = [];
    const found = await opened.look('pets.zip', blobs('pets.zip', animals), (done) => told.push(done));
    expect(found).toMatchObject({
      count: 4,
      classNames: ['cat', 'dog'],
      perClass: [2, 2],
      usualSize: [2, 4],
      problems: [],
    });
    expect(told.at(-1)).toBe(4);
    const preview = await opened.preview(settings);
    expect([preview.labels, [...preview.pixels.subarray(0, 1)]]).toEqual([[0, 1, 0], [Math.fround(20 / 255)]]);
    const { images, problems } = await opened.keep(settings, () => undefined);
    expect(images).toMatchObject({ kind: 'images', name: 'pets', count: 3, shape: [2, 2, 1] });
    expect(problems).toMatchObject([{ code: 'left-unreadable', values: { count: 1, names: 'dog/no.png' } }]);
    const source = await openOwnImages(images.id, { ...memoryEnv(), readOwn: shelf.read });
    expect(source).toMatchObject({ size: 3, shape: [2, 2, 1], classNames: ['cat', 'dog'] });
    const { pixels, labels } = await source.read([1, 2]);
    expect([[...labels], Math.round(255 * pixels[0]!), Math.round(255 * pixels[4]!)]).toEqual([[1, 0], 10, 30]);
  });

  it('gives the same id to the same images, and another one to other classes or sizes', async () => {
    const idOf = async (part: object) => {
      const { desk: opened } = desk();
      await opened.look('a', blobs('pets.zip', animals), () => undefined);
      return (await opened.keep({ ...settings, ...part }, () => undefined)).images.id;
    };
    const ids = [
      await idOf({}),
      await idOf({ name: 'other' }),
      await idOf({ classNames: ['a', 'b'] }),
      await idOf({ shape: [2, 2, 3] }),
    ];
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^own:[0-9a-f]{12}$/);
  });

  it('labels images that no folder labels as the reader says', async () => {
    const { desk: opened, shelf } = desk();
    const found = await opened.look('one.png', blobs('one.png', grey(7)), () => undefined);
    expect(found).toMatchObject({ count: 1, classNames: [] });
    const { images } = await opened.keep({ ...settings, label: 1 }, () => undefined);
    const source = await openOwnImages(images.id, { ...memoryEnv(), readOwn: shelf.read });
    expect([...(await source.read([0])).labels]).toEqual([1]);
  });

  it('says what is wrong and takes the next files', async () => {
    const { desk: opened } = desk();
    await expect(opened.look('x', blobs('x.txt', Uint8Array.of(1)), () => undefined)).rejects.toMatchObject({
      code: 'asset',
    });
    expect(await opened.look('pets', blobs('pets.zip', animals), () => undefined)).toMatchObject({ count: 4 });
  });

  it('gives up what it is doing when it is cleared', async () => {
    const { desk: opened } = desk();
    const look = opened.look('pets', blobs('pets.zip', animals), () => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    opened.clear();
    await expect(look).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('classes of images and of a model', () => {
  const source = {
    ...{ id: 'x', sha256: '', size: 2, shape: [1, 1, 1] as const, classNames: ['Cat', 'dog'] },
    read: async () => ({ pixels: new Float32Array(2), labels: Int32Array.of(0, 1) }),
  };

  it.each([
    ['are matched by name where the model has all of them', ['dog', 'fox', 'cat'], [2, 0]],
    ['keep their numbers where it has not', ['dog', 'fox'], [0, 1]],
  ])('%s', async (_, names, wanted) => {
    expect([...(await namedAlike(source, names).read([0, 1])).labels]).toEqual(wanted);
  });
});
