/** A picture in memory, row by row, one byte per value. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 are red, green and blue. */
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** What a decoder opens at most. */
export const largestPixels = 64e6;

/** How a picture is brought to another aspect: cut at two sides, set between two black bars, or distorted. */
export const fitKinds = ['crop', 'pad', 'stretch'] as const;
export type FitKind = (typeof fitKinds)[number];

/** Height, width, channels. */
export type Shape = readonly [number, number, number];
