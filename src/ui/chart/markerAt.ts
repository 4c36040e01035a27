import { unreachable } from '../../core/errors.ts';
import type { Marker } from './identity.ts';

/** Path of a marker around a point. */
export function markerAt(marker: Marker, x: number, y: number): string {
  switch (marker) {
    case 'circle':
      return `M${x - 3.2} ${y}a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0Z`;
    case 'square':
      return `M${x - 3} ${y - 3}h6v6h-6Z`;
    case 'triangle':
      return `M${x} ${y - 4}l4 6.6h-8Z`;
    case 'diamond':
      return `M${x} ${y - 4}l4 4l-4 4l-4 -4Z`;
    case 'none':
      return '';
    default:
      return unreachable(marker);
  }
}
