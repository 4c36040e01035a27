import { makeRng, type Rng } from '../../core/rng.ts';
import { drawCamera } from './camera.ts';
import { faces } from './faces.ts';
import { makeFractal, mix, step } from './lattice.ts';
import { drawPose, type Pose } from './pose.ts';
import { drawScenery } from './scenery.ts';
import { addSample, paintTexture, reach, type Texture } from './texture.ts';
import { drawWeathering, type Weathering } from './weathering.ts';

/** An endless series of pictures of signs. Two streams of different seed or name have no picture in common. */
export interface SignStream {
  readonly seed: number;
  readonly stream: 'train' | 'test';
  /** From 0, clean and front on, to 1, barely readable. */
  readonly difficulty: number;
  /** Height and width in pixels. */
  readonly size: number;
}

/** Draws picture `position` of a stream into `out`, `size × size × 3` bytes, and gives its class: `position` mod classes. */
export type SignPainter = (position: number, out: Uint8Array) => number;

/**
 * Pictures depend on nothing but the stream and the position. Every part of one has a random stream of its own, so a
 * change to one part leaves the others as they are, and no two positions share all of them.
 */
export function makeSignPainter({ seed, stream, difficulty, size }: SignStream): SignPainter {
  const textures: Texture[] = [];
  const width = textureWidth(size);
  const light = new Float32Array(size * size * 3);
  return (position, out) => {
    const label = position % faces.length;
    const texture = textures[label] ?? paintTexture(faces[label]!, width);
    textures[label] = texture;
    const rng = makeRng(`signs/${seed}/${stream}/${position}`);
    expose(texture, rng, difficulty, { size, light });
    drawCamera(rng.fork('camera'), difficulty).develop({ size, light }, out);
    return label;
  };
}

/** Fine enough for the samples that are taken from it. */
const textureWidth = (size: number) => Math.min(512, 32 * Math.ceil(size / 8));

/** Samples per pixel and direction. */
const samplesFor = (size: number) => (size <= 64 ? 3 : 2);

interface Film {
  readonly size: number;
  readonly light: Float32Array;
}

function expose(texture: Texture, rng: Rng, difficulty: number, { size, light }: Film): void {
  const scenery = drawScenery(rng.fork('scenery'));
  const pose = drawPose(rng.fork('pose'), difficulty);
  const weathering = drawWeathering(rng.fork('weathering'), difficulty);
  const pole = drawPole(rng.fork('pole'), pose);
  const branch = drawBranch(rng.fork('branch'), difficulty);
  const behind = new Float64Array(3);
  const plate = new Float64Array(4);
  for (let i = 0; i < size * size; i++) {
    const u = (2 * ((i % size) + 0.5)) / size - 1;
    const v = (2 * (Math.floor(i / size) + 0.5)) / size - 1;
    scenery(u, v, behind);
    pole(u, v, behind);
    const cover = samplePlate({ texture, pose, weathering, u, v, size }, plate);
    for (let c = 0; c < 3; c++) behind[c] = plate[c]! + (1 - cover) * behind[c]!;
    branch(u, v, behind);
    light.set(behind, 3 * i);
  }
}

// Scratch of the functions below: a pair per sample would keep the collector of garbage busy.
const place = new Float64Array(2);
const sample = new Float64Array(4);

interface Pixel {
  readonly texture: Texture;
  readonly pose: Pose;
  readonly weathering: Weathering;
  readonly u: number;
  readonly v: number;
  readonly size: number;
}

/** Mean colour of the plate over a pixel, premultiplied, and how much of the pixel it covers. */
function samplePlate({ texture, pose, weathering, u, v, size }: Pixel, plate: Float64Array): number {
  plate.fill(0);
  pose.toPlane(u, v, place);
  const [x, y] = [place[0]!, place[1]!];
  const margin = reach + 4 / size / pose.radius;
  if (Math.abs(x) > margin || Math.abs(y) > margin) return 0;
  const samples = samplesFor(size);
  const pitch = 2 / size / samples;
  for (let j = 0; j < samples * samples; j++) {
    const du = ((j % samples) + 0.5 - samples / 2) * pitch;
    const dv = (Math.floor(j / samples) + 0.5 - samples / 2) * pitch;
    pose.toPlane(u + du, v + dv, place);
    addPlate(texture, weathering, place, plate);
  }
  for (let c = 0; c < 4; c++) plate[c] = plate[c]! / (samples * samples);
  const cover = plate[3]!;
  if (cover > 0) weathering.apply(x, y, plate, cover);
  return cover;
}

function addPlate(texture: Texture, { stickers, stickerAt }: Weathering, at: Float64Array, sum: Float64Array) {
  const [x, y] = [at[0]!, at[1]!];
  const found = stickers.length > 0 ? stickerAt(x, y) : -1;
  if (found < 0) return addSample(texture, x, y, sum);
  sample.fill(0);
  addSample(texture, x, y, sample);
  for (let c = 0; c < 3; c++) sum[c] = sum[c]! + stickers[found]!.colour[c]! * sample[3]!;
  sum[3] = sum[3]! + sample[3]!;
}

type Overlay = (u: number, v: number, colour: Float64Array) => void;

/** Most signs stand on a post of metal; some hang. */
function drawPole(rng: Rng, { centre: [cx, cy], radius }: Pose): Overlay {
  const width = radius * mix(0.05, 0.11, rng.uniform());
  const lean = 0.08 * (rng.uniform() - 0.5);
  const shade = mix(0.08, 0.5, rng.uniform());
  if (rng.uniform() < 0.2) return () => undefined;
  return (u, v, colour) => {
    if (v < cy) return;
    const across = (u - cx - lean * (v - cy)) / width;
    const cover = step(1.15, 0.85, Math.abs(across));
    for (let c = 0; c < 3; c++) colour[c] = mix(colour[c]!, shade * (1.1 - 0.5 * across * across), cover);
  };
}

/** Leaves that hang into the picture from a side, sometimes. */
function drawBranch(rng: Rng, difficulty: number): Overlay {
  const isThere = rng.uniform() < 0.4 * difficulty;
  const leaves = makeFractal(Math.floor(rng.uniform() * 4294967296) | 0, 3);
  const [nx, ny] = [2 * rng.uniform() - 1, 2 * rng.uniform() - 1];
  const depth = mix(0.1, 0.55, rng.uniform());
  const tone = mix(0.02, 0.12, rng.uniform());
  if (!isThere) return () => undefined;
  return (u, v, colour) => {
    const leaf = leaves(4 * u + 9, 4 * v);
    const cover = step(0.95, 1.1, nx * u + ny * v + depth * leaf + 0.25 * difficulty);
    for (let c = 0; c < 3; c++)
      colour[c] = mix(colour[c]!, tone * (c === 1 ? 1.5 : c === 2 ? 0.5 : 0.9) * (0.4 + leaf), cover);
  };
}
