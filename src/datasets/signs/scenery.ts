import type { Rng } from '../../core/rng.ts';
import { clamp01, type Field, latticeValue, makeField, makeFractal, mix, step } from './lattice.ts';

type Colour = readonly [number, number, number];

/** What stands behind the sign: colour in linear light at a place of the picture, written to `out`. */
export type Scenery = (u: number, v: number, out: Float64Array) => void;

/** One layer of the scenery; each hides those before it where its cover is 1. */
interface Layer {
  cover(u: number, v: number): number;
  paint(u: number, v: number): number;
  readonly dark: Colour;
  readonly light: Colour;
}

/** Sky, and before it some of hills, houses, trees and a road, out of focus. */
export function drawScenery(rng: Rng): Scenery {
  const key = () => Math.floor(rng.uniform() * 4294967296) | 0;
  const horizon = mix(-0.6, 1.3, rng.uniform());
  const layers = [sky(rng, key())]; // the far ones first
  if (rng.uniform() < 0.35) layers.push(trees(rng, key(), horizon - 0.25));
  if (rng.uniform() < 0.45) layers.push(houses(rng, key(), horizon));
  if (rng.uniform() < 0.65) layers.push(trees(rng, key(), horizon));
  if (rng.uniform() < 0.5) layers.push(ground(rng, key(), Math.max(0.3, horizon + 0.3)));
  layers.reverse();
  return (u, v, out) => {
    out.fill(0);
    let left = 1;
    for (const { cover, paint, dark, light } of layers) {
      const share = left * cover(u, v);
      if (share === 0) continue;
      const tone = clamp01(paint(u, v));
      for (let c = 0; c < 3; c++) {
        const display = mix(dark[c]!, light[c]!, tone);
        out[c] = out[c]! + share * display * display;
      }
      left -= share;
      if (left <= 0) return;
    }
  };
}

const pick = <Value>(rng: Rng, values: readonly Value[]): Value => values[Math.floor(rng.uniform() * values.length)]!;

const skies: readonly (readonly [Colour, Colour])[] = [
  [
    [0.42, 0.6, 0.85],
    [0.86, 0.92, 0.97],
  ],
  [
    [0.3, 0.5, 0.82],
    [0.62, 0.77, 0.93],
  ],
  [
    [0.66, 0.7, 0.75],
    [0.9, 0.91, 0.93],
  ],
  [
    [0.5, 0.54, 0.6],
    [0.76, 0.78, 0.8],
  ],
  [
    [0.45, 0.42, 0.5],
    [0.88, 0.72, 0.58],
  ],
];

/** Brighter towards the horizon, with clouds. */
function sky(rng: Rng, key: number): Layer {
  const clouds = makeFractal(key, 3);
  const [dark, light] = pick(rng, skies);
  const cloudiness = rng.uniform();
  return {
    cover: () => 1,
    paint: (u, v) => 0.3 + 0.25 * v + cloudiness * step(0.4, 0.75, clouds(u * 0.9, v * 1.8)),
    dark,
    light,
  };
}

const leaves: readonly (readonly [Colour, Colour])[] = [
  [
    [0.06, 0.12, 0.05],
    [0.42, 0.52, 0.24],
  ],
  [
    [0.05, 0.09, 0.06],
    [0.28, 0.38, 0.22],
  ],
  [
    [0.12, 0.09, 0.05],
    [0.6, 0.45, 0.2],
  ],
  [
    [0.1, 0.09, 0.08],
    [0.45, 0.4, 0.36],
  ],
];

/** A ragged edge below which leaves and the gaps between them lie. */
function trees(rng: Rng, key: number, horizon: number): Layer {
  const edge = makeFractal(key, 3);
  const foliage = makeFractal(key + 1, 4);
  const grain = mix(2, 6, rng.uniform());
  const [dark, light] = pick(rng, leaves);
  const height = mix(0.3, 1.1, rng.uniform());
  return {
    cover: (u, v) =>
      step(-0.06, 0.06, v - horizon + height * (edge(u * 1.3, 0.5) + 0.25 * (foliage(u * 5, v * 5) - 0.5))),
    paint: (u, v) => 1.9 * foliage(u * grain, v * grain) - 0.5,
    dark,
    light,
  };
}

const walls: readonly (readonly [Colour, Colour])[] = [
  [
    [0.16, 0.17, 0.2],
    [0.8, 0.76, 0.68],
  ],
  [
    [0.14, 0.15, 0.18],
    [0.62, 0.6, 0.58],
  ],
  [
    [0.1, 0.1, 0.12],
    [0.55, 0.36, 0.29],
  ],
  [
    [0.3, 0.36, 0.44],
    [0.88, 0.87, 0.85],
  ],
];

/** A façade with rows of windows. */
function houses(rng: Rng, key: number, horizon: number): Layer {
  const stain = makeFractal(key, 3);
  const left = mix(-1.6, 0.6, rng.uniform());
  const width = mix(0.8, 2.6, rng.uniform());
  const top = horizon - mix(0.4, 1.6, rng.uniform());
  const pitch = mix(0.24, 0.6, rng.uniform());
  const [dark, light] = pick(rng, walls);
  const isWindow = (u: number, v: number) => {
    const [column, row] = [(u - left) / pitch, (v - top) / (1.3 * pitch)];
    const [s, t] = [column - Math.floor(column), row - Math.floor(row)];
    const pane = step(0.2, 0.28, s) * step(0.8, 0.72, s) * step(0.25, 0.32, t) * step(0.8, 0.73, t);
    return pane * (0.55 + 0.45 * latticeValue(key, Math.floor(column), Math.floor(row)));
  };
  return {
    cover: (u, v) => step(-0.02, 0.02, u - left) * step(-0.02, 0.02, left + width - u) * step(-0.02, 0.02, v - top),
    paint: (u, v) => 0.75 + 0.5 * (stain(u * 2, v * 2) - 0.5) - isWindow(u, v),
    dark,
    light,
  };
}

/** Asphalt, gravel or grass. */
function ground(rng: Rng, key: number, edge: number): Layer {
  const grain: Field = makeFractal(key, 3);
  const slope = 0.3 * (rng.uniform() - 0.5);
  const bend = makeField(key + 9);
  const [dark, light] = pick(rng, [
    [
      [0.26, 0.26, 0.27],
      [0.56, 0.56, 0.57],
    ],
    [
      [0.2, 0.26, 0.1],
      [0.48, 0.55, 0.28],
    ],
    [
      [0.4, 0.36, 0.3],
      [0.66, 0.62, 0.55],
    ],
  ] as readonly (readonly [Colour, Colour])[]);
  return {
    cover: (u, v) => step(-0.04, 0.04, v - edge - slope * u - 0.1 * bend(u, 0)),
    paint: (u, v) => grain(u * 3, v * 8),
    dark,
    light,
  };
}
