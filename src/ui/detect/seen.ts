import type { Voice } from '../../i18n/voice.ts';
import { budgetOf, type Cell } from '../../spec/cells.ts';
import { type Detection, type DetectionRow, detectionsOf } from '../../spec/detection.ts';
import type { Report } from '../../spec/report.ts';
import type { Area } from '../../spec/roc.ts';
import { perReport, rowsOf, specOf } from '../../store/derived.ts';

export const detectionsIn = perReport((report) => detectionsOf(report));

export interface Shown {
  readonly report: Report;
  readonly detection: Detection;
  /** The chosen budget; undefined where no attack has one. */
  readonly epsilon: number | undefined;
}

/** Rows at the chosen budget, and those of attacks with limits of their own. */
export const rowsAt = ({ detection, epsilon }: Pick<Shown, 'detection' | 'epsilon'>): DetectionRow[] =>
  detection.rows.filter(({ cell }) =>
    cell.epsilon === null ? budgetOf(cell.attack) === 'own' : cell.epsilon === epsilon,
  );

/** Share answered rightly where nobody is turned away. */
export const robustOf = (report: Report, cell: Cell) =>
  rowsOf(report).find(
    ({ attack, defense, adaptive, epsilon }) =>
      attack === cell.attack && defense === cell.defense && adaptive === cell.adaptive && epsilon === cell.epsilon,
  )?.robust;

/** `PGD-40`, with a word where it does not know the detector. */
export function attackIn({ attackOf, say }: Voice, report: Report, { attack, adaptive }: Cell): string {
  const name = attackOf(specOf(report), attack);
  return adaptive ? name : say('dt.unaware', { attack: name });
}

/** `Feature squeezing beside No defense` */
export const detectorName = ({ say, detector, defense }: Voice, { detector: id, defense: chain }: Detection): string =>
  chain === 'none' ? detector(id) : say('dt.beside', { detector: detector(id), defense: defense(chain) });

export const areaText = (
  { say }: Voice,
  { value, low, high }: Area,
): { readonly value: string; readonly interval: string } =>
  Number.isNaN(value)
    ? { value: say('dt.none'), interval: '' }
    : { value: value.toFixed(3), interval: say('rate.interval', { low: low.toFixed(3), high: high.toFixed(3) }) };

/** A score as texts have it: three digits that count. */
export const scoreText = (score: number): string =>
  Number.isFinite(score) ? String(Number(score.toPrecision(3))) : '∞';
