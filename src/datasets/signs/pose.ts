import type { Rng } from '../../core/rng.ts';
import { mix } from './lattice.ts';

/** Where the sign is in the picture, whose coordinates run from −1 to 1. */
export interface Pose {
  /** Writes to `out` where a point of the picture lies on the plane of the sign. */
  toPlane(u: number, v: number, out: Float64Array): void;
  /** Middle of the sign in the picture, and its radius there. */
  readonly centre: readonly [number, number];
  readonly radius: number;
}

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** How a camera beside the road sees the sign: turned, tilted, off centre, near or far. */
export function drawPose(rng: Rng, difficulty: number): Pose {
  const spread = (most: number) => (2 * rng.uniform() - 1) * most;
  const roll = half(spread(mix(0.03, 0.14, difficulty)));
  const yaw = half(spread(mix(0.08, 0.38, difficulty)));
  const pitch = half(spread(mix(0.04, 0.2, difficulty)));
  const radius = mix(0.84, 0.84 - mix(0.08, 0.42, difficulty), rng.uniform());
  const room = Math.max(0.04, 0.95 - radius);
  const centre = [spread(room), spread(room)] as const;
  const matrix = planeToPicture({ roll, yaw, pitch, radius, centre });
  const inverse = invert(matrix);
  return {
    centre,
    radius,
    toPlane(u, v, out) {
      const w = inverse[6] * u + inverse[7] * v + inverse[8];
      out[0] = (inverse[0] * u + inverse[1] * v + inverse[2]) / w;
      out[1] = (inverse[3] * u + inverse[4] * v + inverse[5]) / w;
    },
  };
}

interface Angle {
  readonly cos: number;
  readonly sin: number;
}

/** The angle whose half has this tangent: rational, so no engine can disagree. */
const half = (t: number): Angle => ({ cos: (1 - t * t) / (1 + t * t), sin: (2 * t) / (1 + t * t) });

interface View {
  readonly roll: Angle;
  readonly yaw: Angle;
  readonly pitch: Angle;
  readonly radius: number;
  readonly centre: readonly [number, number];
}

const cameraDistance = 5; // in radii of the sign

/** Rotates by roll, then pitch, then yaw, and projects. */
function planeToPicture({ roll, yaw, pitch, radius, centre: [cx, cy] }: View): Matrix {
  const column = (x: number, y: number) => {
    const [px, py] = [roll.cos * x - roll.sin * y, roll.sin * x + roll.cos * y];
    const [qy, qz] = [pitch.cos * py, pitch.sin * py];
    return [yaw.cos * px + yaw.sin * qz, qy, (yaw.cos * qz - yaw.sin * px) / cameraDistance] as const;
  };
  const [ax, ay, az] = column(1, 0);
  const [bx, by, bz] = column(0, 1);
  const x = (rx: number, rz: number) => radius * rx + cx * rz;
  const y = (ry: number, rz: number) => radius * ry + cy * rz;
  return [x(ax, az), x(bx, bz), cx, y(ay, az), y(by, bz), cy, az, bz, 1];
}

/** Up to a factor, which a homography does not feel. */
function invert([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}
