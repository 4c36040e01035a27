/** For each pixel of a target grid the four pixels of a source grid around the place it looks at, and their weights. */
export interface Lookup {
  /** `4 × pixels`: all first neighbours, then all second ones, … */
  readonly from: Int32Array;
  readonly weights: Float32Array;
}

export type Size = readonly [height: number, width: number];
/** Row and column of the source a target pixel looks at; whole numbers are pixel centres. */
export type PlaceOf = (row: number, column: number) => readonly [row: number, column: number];

/** Bilinear interpolation as a table. Outside the source there is nothing: weight 0. Exact at whole numbers. */
export function bilinear(target: Size, source: Size, placeOf: PlaceOf): Lookup {
  const [height, width] = target;
  const area = height * width;
  const from = new Int32Array(4 * area);
  const weights = new Float32Array(4 * area);
  for (let pixel = 0; pixel < area; pixel++) {
    const [row, column] = placeOf(Math.floor(pixel / width), pixel % width);
    for (let corner = 0; corner < 4; corner++) {
      const r = Math.floor(row) + (corner >> 1);
      const c = Math.floor(column) + (corner & 1);
      if (r < 0 || r >= source[0] || c < 0 || c >= source[1]) continue;
      from[corner * area + pixel] = r * source[1] + c;
      weights[corner * area + pixel] = (1 - Math.abs(row - r)) * (1 - Math.abs(column - c));
    }
  }
  return { from, weights };
}

/** Turned by `radians` (counterclockwise) about the centre, then moved down and right by so many pixels. */
export function turnedAndMoved([height, width]: Size, radians: number, down: number, right: number): PlaceOf {
  const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2];
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  return (row, column) => {
    const [r, c] = [row - down - middleRow, column - right - middleColumn];
    return [middleRow + cos * r + sin * c, middleColumn - sin * r + cos * c];
  };
}

/** One image, pixel by pixel with `channels` numbers each, seen through a lookup. */
export function lookUp(pixels: Float32Array, channels: number, { from, weights }: Lookup): Float32Array {
  const area = from.length / 4;
  const seen = new Float32Array(area * channels);
  for (let i = 0; i < from.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    const [target, source] = [(i % area) * channels, from[i]! * channels];
    for (let c = 0; c < channels; c++) seen[target + c] = seen[target + c]! + weight * pixels[source + c]!;
  }
  return seen;
}
