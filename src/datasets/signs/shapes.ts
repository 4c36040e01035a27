/**
 * Signed distance to a shape's edge at a point, negative inside. The plate of a sign lies in [−1, 1]², y downwards.
 *
 * Everything under this folder computes with + − × ÷ and square roots only: IEEE 754 fixes their results to the last bit,
 * while sines and powers may differ from engine to engine. So every browser and Node draw the same bytes.
 */
export type Shape = (x: number, y: number) => number;

export type Point = readonly [number, number];

export const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    length(x - cx, y - cy) - radius;

/** A closed polygon, its corners rounded outwards by `rounding`. */
export function polygon(corners: readonly Point[], rounding = 0): Shape {
  const edges = corners.map((corner, i) => [corner, corners[(i + 1) % corners.length]!] as const);
  return (x, y) => {
    let nearest = Infinity;
    let inside = false;
    for (const [a, b] of edges) {
      nearest = Math.min(nearest, toSegment(x, y, a, b));
      if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
    }
    return (inside ? -nearest : nearest) - rounding;
  };
}

export const box = (cx: number, cy: number, halfWidth: number, halfHeight: number, rounding = 0): Shape => {
  const [w, h] = [halfWidth - rounding, halfHeight - rounding];
  return polygon(
    [
      [cx - w, cy - h],
      [cx + w, cy - h],
      [cx + w, cy + h],
      [cx - w, cy + h],
    ],
    rounding,
  );
};

/** A pen of this width along a path with round ends; see `readPath`. */
export function stroke(width: number, path: string): Shape {
  const segments = readPath(path).flatMap((line) => line.slice(1).map((b, i) => [line[i]!, b] as const));
  return (x, y) => {
    let nearest = Infinity;
    for (const [a, b] of segments) nearest = Math.min(nearest, toSegment(x, y, a, b));
    return nearest - width / 2;
  };
}

export const union =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.reduce((nearest, shape) => Math.min(nearest, shape(x, y)), Infinity);

export const overlap =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.reduce((farthest, shape) => Math.max(farthest, shape(x, y)), -Infinity);

/** The shape made `scale` times as large and moved. */
export const placed =
  (shape: Shape, dx: number, dy: number, scale = 1): Shape =>
  (x, y) =>
    shape((x - dx) / scale, (y - dy) / scale) * scale;

/** The shape turned clockwise by the angle that has this cosine and sine. */
export const turned =
  (shape: Shape, cos: number, sin: number): Shape =>
  (x, y) =>
    shape(cos * x + sin * y, cos * y - sin * x);

export const mirrored =
  (shape: Shape): Shape =>
  (x, y) =>
    shape(-x, y);

/** Not `Math.hypot`, whose last bit is left to the engine. */
export const length = (x: number, y: number): number => Math.sqrt(x * x + y * y);

function toSegment(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx * dx + dy * dy === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
  const t = Math.min(1, Math.max(0, along));
  return length(x - ax - t * dx, y - ay - t * dy);
}

const curvePieces = 8;

/** Lines of a path in the notation of SVG, of which M, L and Q (a quadratic curve) are known: `M0 0 L1 0 Q1 1 0 1`. */
function readPath(path: string): Point[][] {
  const lines: Point[][] = [];
  for (const [, command, rest] of path.matchAll(/([MLQ])([^MLQ]*)/g)) {
    const numbers = rest!.trim().split(/\s+/).map(Number);
    const points = Array.from({ length: numbers.length / 2 }, (_, i): Point => [numbers[2 * i]!, numbers[2 * i + 1]!]);
    if (command === 'M') lines.push(points);
    else if (command === 'L') lines.at(-1)!.push(...points);
    else lines.at(-1)!.push(...curve(lines.at(-1)!.at(-1)!, points[0]!, points[1]!));
  }
  return lines;
}

function curve([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): Point[] {
  return Array.from({ length: curvePieces }, (_, i) => {
    const t = (i + 1) / curvePieces;
    const [p, q, r] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    return [p * ax + q * bx + r * cx, p * ay + q * by + r * cy];
  });
}
