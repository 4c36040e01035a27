/** One after the other, in an array of their own. */
export const joinBytes = (parts: readonly Uint8Array[]): Uint8Array => fill(new Uint8Array(lengthOf(parts)), parts);
export const joinFloats = (parts: readonly Float32Array[]): Float32Array =>
  fill(new Float32Array(lengthOf(parts)), parts);
export const joinInts = (parts: readonly Int32Array[]): Int32Array => fill(new Int32Array(lengthOf(parts)), parts);

const lengthOf = (parts: readonly { readonly length: number }[]) => parts.reduce((sum, { length }) => sum + length, 0);

function fill<T extends Uint8Array | Int32Array | Float32Array>(whole: T, parts: readonly T[]): T {
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
