import { box, disc, mirrored, overlap, placed, polygon, type Shape, stroke, turned, union } from './shapes.ts';

/** Glyphs of width 0.6 and height 1, drawn with a pen. */
const glyphs: Readonly<Record<string, string>> = {
  '0': 'M.3 0 Q0 0 0 .3 L0 .7 Q0 1 .3 1 Q.6 1 .6 .7 L.6 .3 Q.6 0 .3 0',
  '1': 'M.08 .2 L.36 0 L.36 1',
  '2': 'M.02 .28 Q.02 0 .3 0 Q.58 0 .58 .27 Q.58 .45 .38 .64 L0 1 L.6 1',
  '3': 'M.02 .2 Q.08 0 .3 0 Q.57 0 .57 .24 Q.57 .46 .25 .46 Q.6 .46 .6 .73 Q.6 1 .3 1 Q.05 1 0 .78',
  '5': 'M.55 0 L.1 0 L.05 .46 Q.18 .37 .32 .37 Q.6 .37 .6 .68 Q.6 1 .3 1 Q.06 1 0 .8',
  '8': 'M.3 .46 Q.04 .46 .04 .23 Q.04 0 .3 0 Q.56 0 .56 .23 Q.56 .46 .3 .46 Q0 .46 0 .73 Q0 1 .3 1 Q.6 1 .6 .73 Q.6 .46 .3 .46',
  S: 'M.58 .2 Q.52 0 .3 0 Q.03 0 .03 .24 Q.03 .42 .3 .49 Q.6 .56 .6 .76 Q.6 1 .3 1 Q.06 1 0 .8',
  T: 'M0 0 L.6 0 M.3 0 L.3 1',
  O: 'M.3 0 Q0 0 0 .3 L0 .7 Q0 1 .3 1 Q.6 1 .6 .7 L.6 .3 Q.6 0 .3 0',
  P: 'M0 1 L0 0 L.3 0 Q.6 0 .6 .28 Q.6 .55 .3 .55 L0 .55',
};

const glyphWidth = 0.6;
const glyphGap = 0.3;

/** A line of text around the middle of the sign. */
export function text(line: string, height: number, weight: number): Shape {
  const advance = glyphWidth + glyphGap;
  const left = -(line.length * advance - glyphGap) / 2;
  const letters = [...line].map((letter, i) => placed(stroke(weight, glyphs[letter]!), left + i * advance, -0.5));
  return placed(union(...letters), 0, 0, height);
}

const person = union(
  disc(0.04, -0.5, 0.1),
  stroke(0.19, 'M.02 -.28 L-.03 .02'),
  stroke(0.11, 'M-.01 .03 L.16 .28 L.19 .56 M-.05 .03 L-.1 .3 L-.26 .54'),
  stroke(0.08, 'M.05 -.3 L.2 -.12 L.31 -.1 M-.02 -.3 L-.17 -.13 L-.23 .03'),
);

/** Somebody walking to the left over a striped crossing. */
export const pedestrian = placed(
  union(
    placed(mirrored(person), 0, -0.08),
    ...[-0.42, -0.21, 0, 0.21, 0.42].map((x) => stroke(0.07, `M${x} .5 L${x * 1.25} .66`)),
  ),
  0,
  0.13,
  0.86,
);

/** Two children running, the smaller one behind. */
export const children = union(placed(person, 0.16, 0.17, 0.68), placed(person, -0.22, 0.27, 0.52));

const arrowHead = polygon([
  [0, -0.34],
  [0.32, 0.04],
  [-0.32, 0.04],
]);

/** Straight on. */
export const ahead = union(placed(arrowHead, 0, -0.34), box(0, 0.15, 0.11, 0.5));

/** Up from below and then to the right. */
export const turnRight = union(
  stroke(0.22, 'M-.34 .52 L-.34 .02 Q-.34 -.14 -.18 -.14 L.14 -.14'),
  placed(turned(arrowHead, 0, 1), 0.22, -0.14),
);
export const turnLeft = mirrored(turnRight);

const roundArrow = union(
  stroke(0.2, 'M-.47 -.24 Q-.32 -.56 0 -.56 Q.18 -.56 .32 -.46'),
  placed(turned(arrowHead, -0.64, 0.77), 0.4, -0.34, 0.8),
);
const [cos120, sin120] = [-0.5, 0.8660254037844386];

/** Three arrows chasing one another. */
export const roundabout = union(roundArrow, turned(roundArrow, cos120, sin120), turned(roundArrow, cos120, -sin120));

/** A car from behind. */
export const car = union(
  box(0, 0.06, 0.25, 0.12, 0.03),
  overlap(
    polygon([
      [-0.15, -0.2],
      [0.15, -0.2],
      [0.22, 0],
      [-0.22, 0],
    ]),
    (x, y) => -box(0, -0.08, 0.12, 0.06)(x, y),
  ),
  box(-0.17, 0.2, 0.06, 0.07),
  box(0.17, 0.2, 0.06, 0.07),
);

export const exclamation = union(
  polygon([
    [-0.09, -0.42],
    [0.09, -0.42],
    [0.045, 0.14],
    [-0.045, 0.14],
  ]),
  disc(0, 0.3, 0.085),
);
