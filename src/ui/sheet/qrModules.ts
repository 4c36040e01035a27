import encodeQR from 'qr';
import type { QrModules } from './Sheet.tsx';

const longest = 1800; // characters; a larger code is too fine to be read from paper

/** The QR code of a link with a margin of 2, to which the paper around it adds the rest; undefined where the link has no address, or is too long to be scanned. */
export function qrModules(link: string): QrModules {
  if (!/^https?:/.test(link) || link.length > longest) return undefined;
  return encodeQR(link, 'raw', { ecc: 'low', border: 2 });
}
