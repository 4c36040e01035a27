import type { Identity, Marker } from '../chart/identity.ts';

/** Around the origin, about 8 wide. */
const shapes: Record<Exclude<Marker, 'none'>, string> = {
  circle: 'M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0',
  square: 'M-3.2-3.2h6.4v6.4h-6.4Z',
  triangle: 'M0-4.2 4 3.2H-4Z',
  diamond: 'M0-4.6 4.6 0 0 4.6-4.6 0Z',
};

/** The mark of a measured point, so that a line never hangs on its colour alone. */
export function CurveMarker({ look, x, y }: { readonly look: Identity; readonly x: number; readonly y: number }) {
  if (look.marker === 'none') return null;
  return (
    <path
      d={shapes[look.marker]}
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
      fill={look.open ? 'var(--surface)' : look.color}
      stroke={look.color}
    />
  );
}
