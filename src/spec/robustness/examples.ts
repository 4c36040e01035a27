import type { Cell } from '../cells.ts';
import type { Crafted } from '../craft.ts';
import { pngFile } from '../export/pngFile.ts';
import type { Report } from '../report.ts';
import { type Outcome, outcomes } from '../summary.ts';
import type { CardExample } from './cardSchema.ts';
import type { AttackFinding, Finding } from './findings.ts';

/** Images that show best what went wrong, and the attack whose pictures they are. */
export interface WorstImages {
  readonly cell: Cell;
  readonly outcomes: readonly Outcome[];
}

/**
 * The images of a report that were right before, and are wrong under the smallest ε that fools as many as are wanted, the
 * surest wrong answers first. Attacks on the defended model that knew it; of equal budgets the attack that fools most.
 */
export function worstImages(
  report: Report,
  source: number,
  findings: readonly Finding[],
  wanted: number,
): WorstImages | undefined {
  const rows = findings.filter(
    (found): found is AttackFinding =>
      found.kind === 'attack' && found.source === source && found.row.attack !== 'worst' && found.epsilon !== null,
  );
  const ranked = [...rows].sort((a, b) => a.epsilon! - b.epsilon! || b.row.success.count - a.row.success.count);
  const chosen =
    ranked.find(({ row }) => row.success.count >= wanted) ?? ranked.filter(({ row }) => row.success.count > 0).at(-1);
  if (!chosen) return undefined;
  const { attack, defense, adaptive, epsilon } = chosen.row;
  if (attack === 'worst') return undefined; // taken out above
  const cell = { attack, defense, adaptive, epsilon };
  const fooled = outcomes(report, cell).filter(({ clean, label, success }) => clean === label && success);
  const surest = fooled.sort((a, b) => b.adversarialConfidence - a.adversarialConfidence || a.image - b.image);
  return { cell, outcomes: surest.slice(0, wanted) };
}

/**
 * Their pictures, attacked again. One whose answer is not that of the report is left out: another device may round
 * otherwise, and a card shows nothing that did not happen.
 */
export function examplesOf({ cell, outcomes: wanted }: WorstImages, crafted: Crafted): CardExample[] {
  const [height, width, channels] = crafted.shape;
  const [size, classes] = [height * width * channels, crafted.adversarialProbabilities.length / crafted.images.length];
  const picture = (pixels: Float32Array, i: number) =>
    dataAddress(pngFile({ width, height, channels, pixels: pixels.subarray(i * size, (i + 1) * size) }));
  return wanted.flatMap(({ image, label, adversarial }): CardExample[] => {
    const i = crafted.images.indexOf(image);
    const probabilities = crafted.adversarialProbabilities.subarray(i * classes, (i + 1) * classes);
    if (i < 0 || probabilities.indexOf(Math.max(...probabilities)) !== adversarial) return [];
    return [
      {
        image,
        attack: cell.attack,
        epsilon: cell.epsilon,
        label,
        answer: adversarial,
        confidence: Math.min(1, probabilities[adversarial]!),
        clean: picture(crafted.clean, i),
        adversarial: picture(crafted.adversarial, i),
      },
    ];
  });
}

const dataAddress = (png: Uint8Array): string => `data:image/png;base64,${btoa(String.fromCharCode(...png))}`;
