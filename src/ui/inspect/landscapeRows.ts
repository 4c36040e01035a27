import { points } from '../../i18n/numberWords.ts';
import type { Landscape } from '../../spec/landscape.ts';

/** Length along an axis at its i-th point. */
export const lengthAt = ({ reach, side }: Pick<Landscape, 'reach' | 'side'>, i: number): number =>
  (2 * reach * i) / (side - 1) - reach;

const short = (length: number) => Number(length.toPrecision(3));

/** Every point, in the order of the request: where it is, what the model answers, how sure it is. */
export function landscapeCsv(land: Landscape, names: readonly string[]): (readonly (string | number)[])[] {
  const { side, predictions, confidences, margins } = land;
  const rows = Array.from(predictions, (answer, at) => [
    Number(lengthAt(land, at % side).toPrecision(6)),
    Number(lengthAt(land, Math.floor(at / side)).toPrecision(6)),
    names[answer] ?? answer,
    Number(confidences[at]!.toFixed(4)),
    Number(margins[at]!.toFixed(4)),
  ]);
  return [['along', 'across', 'prediction', 'confidence', 'margin'], ...rows];
}

const stride = 4; // a table of every point could not be read

/** Every fourth point as the plane shows it, upwards across: class and confidence. */
export function landscapeTable(land: Landscape, names: readonly string[]): (readonly (string | number)[])[] {
  const { side, predictions, confidences } = land;
  const kept = Array.from({ length: Math.ceil(side / stride) }, (_, i) => i * stride);
  const entry = (at: number) => `${names[predictions[at]!] ?? predictions[at]}, ${points(confidences[at]!)}`;
  const rows = [...kept]
    .reverse()
    .map((row) => [short(lengthAt(land, row)), ...kept.map((column) => entry(row * side + column))]);
  return [['', ...kept.map((column) => short(lengthAt(land, column)))], ...rows];
}
