import { isInteger, type NumericArray, valuesIn } from './numericArray.ts';

/** Two arrays and the names of the files they come from. */
export interface Labelled {
  readonly images: { readonly where: string; readonly array: NumericArray };
  readonly labels: { readonly where: string; readonly array: NumericArray };
}

/** Height, width and channels of `[n, h, w]` or `[n, h, w, c]`. */
export const imageShape = ({ shape: [, h = 0, w = 0, c = 1] }: NumericArray): [number, number, number] => [h, w, c];

/** Everything that keeps these arrays from being labelled images; empty when they are. */
export function labelledProblems({ images, labels }: Labelled): string[] {
  const problems = [
    ...imageProblems(images.array).map((problem) => `${images.where}: ${problem}`),
    ...labelProblems(labels.array).map((problem) => `${labels.where}: ${problem}`),
  ];
  const [counted, named] = [images.array.shape[0], labels.array.shape[0]];
  if (problems.length === 0 && counted !== named)
    problems.push(`${labels.where}: expected ${counted} labels, one per image, got ${named}`);
  return problems;
}

function imageProblems(array: NumericArray): string[] {
  const { shape, type } = array;
  if (shape.length !== 3 && shape.length !== 4) {
    return [
      `expected images [n, height, width] or [n, height, width, channels], got [${shape.join(', ')}]; reshape them`,
    ];
  }
  if (valuesIn(array) === 0) return [`expected at least one image, got none in [${shape.join(', ')}]`];
  const [, first = 0, , last = 0] = shape;
  if (shape.length === 4 && first <= 4 && last > 4) {
    return [
      `expected channels last, got [${shape.join(', ')}], which looks like channels first; use .transpose(0, 2, 3, 1)`,
    ];
  }
  if (type === 'uint8') return byteProblems(array);
  if (type === 'float32' || type === 'float64') return floatProblems(array);
  return [`expected pixels as uint8 (0 to 255) or float32 (0 to 1), got ${type}; convert them with .astype(np.uint8)`];
}

/** Bytes that only say 0 and 1 are a mask or were divided before: they would become almost black. */
function byteProblems(array: NumericArray): string[] {
  const n = valuesIn(array);
  for (let i = 0; i < n; i++) if (array.at(i) > 1) return [];
  return ['expected bytes from 0 to 255, got none above 1; multiply them by 255, or save float32 if white is 1'];
}

function floatProblems(array: NumericArray): string[] {
  const n = valuesIn(array);
  for (let i = 0; i < n; i++) {
    const value = array.at(i);
    if (value >= 0 && value <= 1) continue; // false for NaN
    const image = Math.floor(i / (n / array.shape[0]!));
    return [`expected pixels in [0, 1], got ${value} in image ${image}; ${pixelRemedy(value)}`];
  }
  return [];
}

function pixelRemedy(value: number): string {
  if (!Number.isFinite(value)) return 'the file is damaged or was never finished, save it again';
  return value < 0 ? 'undo the normalisation; it belongs into the model' : 'divide by 255 first';
}

function labelProblems(array: NumericArray): string[] {
  const { shape, type } = array;
  if (shape.length === 2 && shape[1] !== 1) {
    return [`expected one class number per image, got [${shape.join(', ')}], one-hot rows; use .argmax(axis=1)`];
  }
  if (shape.length !== 1 && shape.length !== 2) {
    return [`expected one class number per image, [n], got [${shape.join(', ')}]`];
  }
  if (!isInteger(type)) return [`expected class numbers as integers, got ${type}; convert them with .astype(np.int64)`];
  const n = valuesIn(array);
  for (let i = 0; i < n; i++) {
    const label = array.at(i);
    if (label < 0 || label >= 2 ** 31) return [`expected class numbers from 0, got ${label} for image ${i}`];
  }
  return [];
}
