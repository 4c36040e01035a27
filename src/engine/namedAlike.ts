import type { ImageSource } from '../datasets/source.ts';

/**
 * The same images with the class numbers of the model, where all classes go by names that the model has too: folders come
 * in the order of the alphabet, classes of a model in any. Images of other names keep their numbers.
 */
export function namedAlike(images: ImageSource, names: readonly string[]): ImageSource {
  const given = images.classNames ?? [];
  const numbers = given.map((name) => names.findIndex((known) => alike(known) === alike(name)));
  const known = given.length > 0 && numbers.every((number) => number >= 0);
  if (!known || numbers.every((number, i) => number === i)) return images;
  return {
    ...images,
    read: async (positions) => {
      const { pixels, labels } = await images.read(positions);
      return { pixels, labels: labels.map((label) => numbers[label]!) };
    },
  };
}

const alike = (name: string) => name.normalize('NFC').trim().toLowerCase();
