/** What is known about a shipped model; stored beside its weights as `models/<id>/card.json`. Plain data. */
export interface ModelCard {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Height, width, channels. Pixels in [0, 1]; preprocessing, if any, is inside the model. */
  readonly inputShape: readonly number[];
  readonly classNames: readonly string[];
  readonly parameters: number;
  /** Of one image, forward; see `multiplyAdds`. */
  readonly multiplyAdds: number;
  /** Data set the accuracy was measured on, an id of the data catalog. */
  readonly dataset: string;
  readonly accuracy: { readonly count: number; readonly n: number; readonly value: number };
  /** The same images by true class (row) and by answer (column); its diagonal holds what was right. */
  readonly confusion: readonly (readonly number[])[];
  /** Accuracy under an attack, for models that were trained to withstand one. */
  readonly robust?: {
    /** The experiment as its link has it: attack, budget, images. */
    readonly spec: Readonly<Record<string, string>>;
    readonly count: number;
    readonly n: number;
    readonly value: number;
  };
  /** Share of images whose answer is proved right within a budget in linf, and by which kind of bound. */
  readonly certified?: {
    readonly bound: string;
    readonly eps: string;
    readonly count: number;
    readonly n: number;
    readonly value: number;
  };
  readonly training: {
    readonly recipe: string;
    readonly seed: number;
    readonly images: string;
    /** How it was taught, an id of the trainer. */
    readonly method: string;
  };
  readonly licence: string;
  /** SHA-256 of every file the model consists of, hexadecimal. */
  readonly files: Readonly<Record<string, string>>;
}
