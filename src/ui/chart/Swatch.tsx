import type { Identity, Marker } from './identity.ts';

/** Line, marker and dash of a series, small. */
export function Swatch({ identity }: { readonly identity: Identity }) {
  const { color, dash, width, marker, open } = identity;
  const d = markerPath[marker];
  return (
    <svg className="swatch" viewBox="0 0 32 14" aria-hidden="true">
      <path d="M0 7H32" fill="none" stroke={color} strokeWidth={width} strokeDasharray={dash} />
      {d && <path d={d} fill={open ? 'var(--surface)' : color} stroke={color} strokeWidth={open ? 1.6 : 0} />}
    </svg>
  );
}

const markerPath: Record<Marker, string | undefined> = {
  circle: 'M19.6 7a3.6 3.6 0 1 1-7.2 0a3.6 3.6 0 1 1 7.2 0Z',
  square: 'M12.4 3.4h7.2v7.2h-7.2Z',
  triangle: 'M16 2.6l4.4 7.6h-8.8Z',
  diamond: 'M16 2.4l4.6 4.6-4.6 4.6-4.6-4.6Z',
  none: undefined,
};
