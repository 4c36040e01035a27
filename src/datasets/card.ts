import type { Norm } from '../core/threat.ts';

/** What is known about a set of images of the lab. Plain data, safe to import from the page. */
export type DatasetCard = PackedCard | GeneratedCard;

interface Described {
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
  /** Budgets that tell models apart on these images, ascending, in pixel units: the default of an experiment. */
  readonly budgets: Readonly<Record<Norm, readonly number[]>>;
}

/** Images that ship with the lab. */
export interface PackedCard extends Described {
  readonly kind: 'packed';
  /** Images per part; the last part may hold fewer. */
  readonly partSize: number;
  /** SHA-256 of each part before compression: its labels, then its pixels, one byte each. */
  readonly parts: readonly string[];
}

/** Images that are drawn where they are needed. */
export interface GeneratedCard extends Described {
  readonly kind: 'generated';
  readonly stream: 'train' | 'test';
  readonly seed: number;
  /** From 0 to 1; see `SignStream`. */
  readonly difficulty: number;
  /** SHA-256 of the first image of each class: their labels, then their pixels, one byte each. */
  readonly fingerprint: string;
}
