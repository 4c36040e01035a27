import { type Problem, problem } from '../core/problems.ts';
import { isInteger, type NumericArray, valuesIn } from './numericArray.ts';

/** An array and the name of the file it comes from. */
interface ArrayFile {
  readonly where: string;
  readonly array: NumericArray;
}

export interface Labelled {
  readonly images: ArrayFile;
  readonly labels: ArrayFile;
  /** By label; empty where the files do not say. */
  readonly classNames?: readonly string[];
}

/** Height, width and channels of `[n, h, w]` or `[n, h, w, c]`. */
export const imageShape = ({ shape: [, h = 0, w = 0, c = 1] }: NumericArray): [number, number, number] => [h, w, c];

/** Everything that keeps these arrays from being labelled images; empty when they are. */
export function labelledProblems({ images, labels }: Labelled): Problem[] {
  const problems = [...imageProblems(images), ...labelProblems(labels)];
  const [counted, named] = [images.array.shape[0], labels.array.shape[0]];
  if (problems.length === 0 && counted !== named)
    problems.push(problem(labels.where, 'label-count', { expected: counted!, got: named! }));
  return problems;
}

function imageProblems(file: ArrayFile): Problem[] {
  const { where, array } = file;
  const { shape, type } = array;
  const got = shape.join(', ');
  if (shape.length !== 3 && shape.length !== 4) return [problem(where, 'image-shape', { got })];
  if (valuesIn(array) === 0) return [problem(where, 'no-images', { got })];
  const [, first = 0, , last = 0] = shape;
  if (shape.length === 4 && first <= 4 && last > 4) return [problem(where, 'channels-first', { got })];
  if (type === 'uint8') return byteProblems(file);
  if (type === 'float32' || type === 'float64') return floatProblems(file);
  return [problem(where, 'pixel-type', { got: type })];
}

/** Bytes that only say 0 and 1 are a mask or were divided before: they would become almost black. */
function byteProblems({ where, array }: ArrayFile): Problem[] {
  const n = valuesIn(array);
  for (let i = 0; i < n; i++) if (array.at(i) > 1) return [];
  return [problem(where, 'dark-bytes', {})];
}

function floatProblems({ where, array }: ArrayFile): Problem[] {
  const n = valuesIn(array);
  for (let i = 0; i < n; i++) {
    const value = array.at(i);
    if (value >= 0 && value <= 1) continue; // false for NaN
    const image = Math.floor(i / (n / array.shape[0]!));
    return [problem(where, pixelFault(value), { got: value, image })];
  }
  return [];
}

export function pixelFault(value: number) {
  if (!Number.isFinite(value)) return 'pixel-nan';
  return value < 0 ? 'pixel-negative' : 'pixel-large';
}

function labelProblems({ where, array }: ArrayFile): Problem[] {
  const { shape, type } = array;
  const got = shape.join(', ');
  if (shape.length === 2 && shape[1] !== 1) return [problem(where, 'one-hot', { got })];
  if (shape.length !== 1 && shape.length !== 2) return [problem(where, 'label-shape', { got })];
  if (!isInteger(type)) return [problem(where, 'label-type', { got: type })];
  const n = valuesIn(array);
  for (let i = 0; i < n; i++) {
    const label = array.at(i);
    if (label < 0 || label >= 2 ** 31) return [problem(where, 'label-negative', { got: label, image: i })];
  }
  return [];
}
