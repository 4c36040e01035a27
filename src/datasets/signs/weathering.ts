import type { Rng } from '../../core/rng.ts';
import { type Field, makeField, makeFractal, mix, step } from './lattice.ts';

/** What years and people did to a plate, and the light that falls on it. Colours are linear light. */
export interface Weathering {
  /** Changes the colour, premultiplied by `cover`, of the plate at a place of its plane. */
  apply(x: number, y: number, colour: Float64Array, cover: number): void;
  /** Sticker or paint at a place: index into `stickers`, or −1. */
  stickerAt(x: number, y: number): number;
  readonly stickers: readonly Sticker[];
}

interface Sticker {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly cos: number;
  readonly sin: number;
  /** Linear light. */
  readonly colour: readonly [number, number, number];
}

export function drawWeathering(rng: Rng, difficulty: number): Weathering {
  const stickers = drawStickers(rng.fork('stickers'), difficulty);
  const light = drawLight(rng.fork('light'), difficulty);
  const dirt = drawDirt(rng.fork('dirt'), difficulty);
  return {
    stickers,
    stickerAt: (x, y) => stickers.findIndex((sticker) => isOn(sticker, x, y)),
    apply(x, y, colour, cover) {
      dirt(x, y, colour, cover);
      const brightness = light.brightness(x, y);
      const glare = light.glare(x, y) * cover;
      for (let c = 0; c < 3; c++) colour[c] = colour[c]! * brightness + glare;
    },
  };
}

type Change = (x: number, y: number, colour: Float64Array, cover: number) => void;

const mud = [0.16, 0.13, 0.09] as const;
const scratchMetal = 0.4;

/** Fading towards grey, mud in patches (more below), and scratches down to the metal. */
function drawDirt(rng: Rng, difficulty: number): Change {
  const patches = makeFractal(keyOf(rng), 3);
  const scratches = makeField(keyOf(rng));
  const fading = mix(0, 0.5 * difficulty, rng.uniform());
  const muddiness = rng.uniform() * difficulty;
  const scratched = rng.uniform() < 0.5 * difficulty ? 0.5 : 0;
  const [slant, drift] = [mix(-0.6, 0.6, rng.uniform()), mix(0.6, 2, rng.uniform())];
  return (x, y, colour, cover) => {
    const grey = 0.5 * (colour[0]! + colour[1]! + colour[2]!) * 0.45 + 0.25 * cover;
    const film = muddiness * step(0.75 - 0.35 * muddiness, 0.95, patches(x * drift + 3, y * drift) + 0.12 * y);
    const scratch = scratched * step(0.86, 0.93, scratches((x + slant * y) * 14, (y - slant * x) * 1.6));
    for (let c = 0; c < 3; c++) {
      const faded = mix(colour[c]!, grey, fading);
      const muddy = mix(faded, mud[c]! * cover, 0.85 * film);
      colour[c] = mix(muddy, scratchMetal * cover, scratch);
    }
  };
}

interface Light {
  brightness(x: number, y: number): number;
  glare(x: number, y: number): number;
}

/** Sun from a side, a shadow with a soft edge or of leaves, and a reflection. */
function drawLight(rng: Rng, difficulty: number): Light {
  const [gx, gy] = [0.25 * (2 * rng.uniform() - 1), 0.25 * (2 * rng.uniform() - 1)];
  const shade = drawShade(rng, difficulty);
  const shine = rng.uniform() < 0.3 ? mix(0, 0.9 * difficulty, rng.uniform()) : 0;
  const [sx, sy, spread] = [2 * rng.uniform() - 1, 2 * rng.uniform() - 1, mix(0.2, 1.4, rng.uniform())];
  return {
    brightness: (x, y) => Math.max(0.2, 1 + gx * x + gy * y) * shade(x, y),
    glare(x, y) {
      const [dx, dy] = [x - sx, y - sy];
      return shine / (1 + (8 * (dx * dx + dy * dy)) / spread) / 1.5;
    },
  };
}

function drawShade(rng: Rng, difficulty: number): Field {
  const kind = rng.uniform();
  const depth = mix(0.3, 0.75, rng.uniform()) * Math.min(1, 0.4 + difficulty);
  const leaves = makeFractal(keyOf(rng), 2);
  const [nx, ny, offset] = [2 * rng.uniform() - 1, 2 * rng.uniform() - 1, 0.7 * (2 * rng.uniform() - 1)];
  const soft = mix(0.03, 0.3, rng.uniform());
  if (kind < 0.22) return (x, y) => 1 - depth * step(-soft, soft, nx * x + ny * y - offset);
  if (kind < 0.4) return (x, y) => 1 - depth * step(0.5 - soft, 0.5 + soft, leaves(2.2 * x + 5, 2.2 * y));
  return () => 1;
}

/** Up to three labels or patches of paint, never large enough to hide the sign. */
function drawStickers(rng: Rng, difficulty: number): Sticker[] {
  const count = rng.uniform() < 0.55 * difficulty ? 1 + Math.floor(3 * rng.uniform() * difficulty) : 0;
  return Array.from({ length: count }, () => {
    const t = 0.8 * rng.uniform() - 0.4; // tangent of half the angle
    const colour = [rng.uniform(), rng.uniform(), rng.uniform()] as const;
    const plain = rng.uniform() < 0.5 ? (colour[0] < 0.5 ? 0.8 : 0.03) : undefined;
    return {
      x: 1.4 * rng.uniform() - 0.7,
      y: 1.4 * rng.uniform() - 0.7,
      halfWidth: mix(0.06, 0.24, rng.uniform()),
      halfHeight: mix(0.05, 0.16, rng.uniform()),
      cos: (1 - t * t) / (1 + t * t),
      sin: (2 * t) / (1 + t * t),
      colour: plain === undefined ? (colour.map((c) => c * c) as [number, number, number]) : [plain, plain, plain],
    };
  });
}

function isOn({ x: cx, y: cy, cos, sin, halfWidth, halfHeight }: Sticker, x: number, y: number): boolean {
  const [dx, dy] = [x - cx, y - cy];
  return Math.abs(cos * dx + sin * dy) < halfWidth && Math.abs(cos * dy - sin * dx) < halfHeight;
}

const keyOf = (rng: Rng) => Math.floor(rng.uniform() * 4294967296) | 0;
