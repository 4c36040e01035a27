import type { CertificateId } from '../certification/certificates.catalog.ts';

/** Images `from`, `from + 1`, …: what the certification found out about them, piece by piece. */
export type CertifyPiece =
  /** Their true classes, and what the bare model answers. */
  | {
      readonly kind: 'clean';
      readonly from: number;
      readonly labels: Int32Array;
      readonly predictions: Int32Array;
    }
  /** 1 where a bound proves the true class within `epsilon` in linf. */
  | {
      readonly kind: 'proved';
      readonly method: Exclude<CertificateId, 'smoothing'>;
      readonly epsilon: number;
      readonly from: number;
      readonly proved: Uint8Array;
    }
  /** The class each image's first votes chose, and how many of the `n` votes after them it got. */
  | { readonly kind: 'votes'; readonly from: number; readonly chosen: Int32Array; readonly count: Int32Array }
  /** 1 where the attack found an image within `epsilon` that is answered wrongly: by the bare model, or by the vote. */
  | {
      readonly kind: 'attacked';
      readonly norm: 'linf' | 'l2';
      readonly epsilon: number;
      readonly from: number;
      readonly fooled: Uint8Array;
    };
