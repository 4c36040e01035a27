/** What is known about a shipped set of images. Plain data, safe to import from the page. */
export interface DatasetCard {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly licence: string;
  /** The images do not ship: a host has them only where the user does. */
  readonly local?: boolean;
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly classNames: readonly string[];
  readonly size: number;
  /** Images per part; the last part may hold fewer. */
  readonly partSize: number;
  /** SHA-256 of each part before compression: its labels, then its pixels, one byte each. */
  readonly parts: readonly string[];
}
