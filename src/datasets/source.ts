/** Some images and their true classes, as the engine reads them. */
export interface ImageBatch {
  /** `n × h × w × c`, in [0, 1]. */
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
}

/** A set of labelled images, read piece by piece. */
export interface ImageSource {
  readonly id: string;
  readonly sha256: string;
  readonly size: number;
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  /** What the labels are called, by number; absent or empty where nobody says, or where a catalog does. */
  readonly classNames?: readonly string[];
  /** Images at these positions, in this order. */
  read(positions: readonly number[]): Promise<ImageBatch>;
}
