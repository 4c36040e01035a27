/** A set of images whose files the user has or has not. Plain data, safe to import from the page. */
export interface LocalSet {
  readonly id: string;
  readonly title: string;
  /** Below the folder of data sets. */
  readonly files: readonly string[];
}
