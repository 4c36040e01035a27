import type { CertificateId } from '../../certification/certificates.catalog.ts';
import type { Identity } from '../chart/identity.ts';

/** How each certificate looks in charts and tables. */
export const certificateLooks: Readonly<Record<CertificateId, Identity>> = {
  smoothing: { color: 'var(--def-gaussian)', marker: 'triangle', dash: undefined, width: 2.2, open: false },
  interval: { color: 'var(--def-squeeze)', marker: 'square', dash: '6 3', width: 1.9, open: false },
  linear: { color: 'var(--def-bits)', marker: 'triangle', dash: undefined, width: 2.2, open: false },
};
