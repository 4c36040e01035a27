import type { AttackId } from '../../attacks/catalog.ts';
import { groupBy } from '../../core/groupBy.ts';
import type { Report } from '../report.ts';
import { membersIn, outcomes } from '../summary.ts';
import {
  type CellRow,
  type Check,
  cellOf,
  inPoints,
  nameCell,
  notApplicable,
  passed,
  raised,
  raisedOr,
} from './check.ts';
import { isBlackBox, seesInside } from './kinds.ts';

const most = 0.002; // of the images, as in AutoAttack
const listed = 20; // images named; the report has them all

/** Sample by sample: what a gradient attack misses and a blind one finds is what the white-box number owes. */
export const blackBoxStronger: Check = ({ report, rows }) => {
  const groups = groupBy(
    rows.filter(({ adaptive, epsilon }) => adaptive && epsilon !== null),
    ({ defense, epsilon }) => `${defense}|${epsilon}`,
  );
  const compared = groups.flatMap((group) => {
    const white = group.filter(({ attack }) => seesInside(attack));
    const black = group.filter(({ attack }) => isBlackBox(attack) || membersIn(report, { attack }).some(isBlackBox));
    return white.length > 0 && black.length > 0 ? [compare(report, white, black)] : [];
  });
  const [first, ...others] = compared;
  if (!first) return notApplicable('no-black-box');
  const problems = compared
    .filter(({ share }) => share > most)
    .map(({ row, n, images, share }) => {
      const { attack: _, ...values } = nameCell(row);
      return raised({ defense: row.defense, adaptive: true, epsilon: row.epsilon }, share, {
        ...values,
        n,
        count: images.length,
        points: inPoints(share),
        images: listOf(images),
      });
    });
  const worst = others.reduce((a, b) => (b.share > a.share ? b : a), first);
  return raisedOr(problems, passed(worst.share, { n: worst.n, count: worst.images.length }));
};

function compare(report: Report, white: readonly CellRow[], black: readonly CellRow[]) {
  const seen = new Set(white.flatMap((row) => wrongImages(report, row, seesInside)));
  const images = [...new Set(black.flatMap((row) => wrongImages(report, row, isBlackBox)))]
    .filter((image) => !seen.has(image))
    .sort((a, b) => a - b);
  const row = white[0]!; // there is at least one
  const { n } = row.robust;
  return { row, n, images, share: images.length / n };
}

/** Positions of the images that are misclassified after the attack; of a cascade, after members of this kind. */
const wrongImages = (report: Report, row: CellRow, kind: (attack: AttackId) => boolean): number[] =>
  outcomes(report, cellOf(row)).flatMap(({ image, adversarial, label, by }) =>
    adversarial !== label && kind(by ?? row.attack) ? [image] : [],
  );

const listOf = (images: readonly number[]) =>
  images.slice(0, listed).join(', ') + (images.length > listed ? ', …' : '');
