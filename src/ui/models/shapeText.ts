/** `32 × 32 × 3` */
export const shapeText = (shape: readonly number[]): string => shape.join(' × ');

/** Bytes as megabytes, with one digit. */
export const megabytes = (bytes: number): string => Math.max(0.1, bytes / 1e6).toFixed(1);
