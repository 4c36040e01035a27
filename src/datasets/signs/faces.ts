import { ahead, car, children, exclamation, pedestrian, roundabout, text, turnLeft, turnRight } from './pictograms.ts';
import { box, disc, overlap, type Point, placed, polygon, type Shape, stroke, turned } from './shapes.ts';

export type Ink = 'red' | 'blue' | 'yellow' | 'white' | 'black' | 'amber' | 'green';

/** What is painted on a plate, from the ground up; the first layer is the plate itself. */
export type Face = readonly (readonly [Shape, Ink])[];

const octagon: readonly Point[] = (
  [
    [0.4142, 1],
    [1, 0.4142],
    [1, -0.4142],
    [0.4142, -1],
    [-0.4142, -1],
    [-1, -0.4142],
    [-1, 0.4142],
    [-0.4142, 1],
  ] as const
).map(([x, y]) => [0.9 * x, 0.9 * y]);

const triangle: readonly Point[] = [
  [0, -0.92],
  [0.93, 0.7],
  [-0.93, 0.7],
];
const diamond: readonly Point[] = [
  [0, -0.92],
  [0.92, 0],
  [0, 0.92],
  [-0.92, 0],
];

const rounding = 0.08;
const shrunk = (corners: readonly Point[], scale: number, dy = 0) =>
  corners.map(([x, y]): Point => [scale * x, scale * y + dy]);

const plateDisc = disc(0, 0, 1);
const redRing: Face = [
  [plateDisc, 'white'],
  [disc(0, 0, 0.97), 'red'],
  [disc(0, 0, 0.74), 'white'],
];
const blueDisc: Face = [
  [plateDisc, 'white'],
  [disc(0, 0, 0.95), 'blue'],
];
const warning: Face = [
  [polygon(triangle, rounding), 'white'],
  [polygon(shrunk(triangle, 0.97), rounding), 'red'],
  [polygon(shrunk(triangle, 0.64, 0.055), 0.03), 'white'],
];

const speedLimit = (limit: string): Face => [...redRing, [text(limit, limit.length > 2 ? 0.54 : 0.76, 0.18), 'black']];

/** By class, in the order of the labels. Shapes and colours follow the Vienna Convention on Road Signs and Signals. */
export const faces: readonly Face[] = [
  [
    [polygon(octagon, rounding), 'white'],
    [polygon(shrunk(octagon, 0.95), rounding), 'red'],
    [text('STOP', 0.56, 0.15), 'white'],
  ],
  warning
    .slice(0, 2)
    .concat([[polygon(shrunk(triangle, 0.56, 0.05), 0.03), 'white']])
    .map(([shape, ink]) => [turned(shape, -1, 0), ink]),
  [
    [plateDisc, 'white'],
    [disc(0, 0, 0.96), 'red'],
    [box(0, 0, 0.7, 0.17), 'white'],
  ],
  ...['20', '30', '50', '80', '120'].map(speedLimit),
  [...redRing, [placed(car, -0.32, 0, 1.25), 'red'], [placed(car, 0.32, 0, 1.25), 'black']],
  redRing,
  [
    [plateDisc, 'red'],
    [disc(0, 0, 0.8), 'blue'],
    [overlap(disc(0, 0, 0.86), stroke(0.19, 'M-.8 -.8 L.8 .8')), 'red'],
  ],
  [
    [polygon(diamond, rounding), 'white'],
    [polygon(shrunk(diamond, 0.96), rounding), 'black'],
    [polygon(shrunk(diamond, 0.93), rounding), 'white'],
    [polygon(shrunk(diamond, 0.66), 0.03), 'yellow'],
  ],
  [
    [box(0, 0, 0.92, 0.92, 0.1), 'white'],
    [box(0, 0, 0.88, 0.88, 0.1), 'blue'],
    [
      polygon([
        [0, -0.74],
        [0.74, 0.62],
        [-0.74, 0.62],
      ]),
      'white',
    ],
    [placed(pedestrian, 0, 0.03, 0.92), 'black'],
  ],
  [...warning, [placed(children, 0.02, 0, 1.05), 'black']],
  [...blueDisc, [roundabout, 'white']],
  [...blueDisc, [turnLeft, 'white']],
  [...blueDisc, [turnRight, 'white']],
  [...blueDisc, [ahead, 'white']],
  [...warning, [placed(exclamation, 0, 0.2, 1), 'black']],
  [
    ...warning,
    [box(0, 0.17, 0.17, 0.42, 0.06), 'black'],
    [disc(0, -0.09, 0.1), 'red'],
    [disc(0, 0.16, 0.1), 'amber'],
    [disc(0, 0.41, 0.1), 'green'],
  ],
];
