import type { BandName } from '../../spec/thresholds/bands.ts';

/** A square, a ring or hatching: a band is known without its colour. */
export const BandMark = ({ band }: { readonly band: BandName }) => (
  <svg className="band-mark" viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke={`var(--band-${band})`}>
    {band === 'accept' && <rect x="1" y="1" width="12" height="12" fill="var(--band-accept)" stroke="none" />}
    {band === 'review' && <circle cx="7" cy="7" r="5" strokeWidth="2.4" />}
    {band === 'reject' && <path d="M1 6L6 1M1 12L12 1M6 13L13 6" strokeWidth="1.8" />}
  </svg>
);
