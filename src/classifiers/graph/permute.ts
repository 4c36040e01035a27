/** The values with their axes in another order: axis `i` of the result is axis `permutation[i]` of the given ones. */
export function permute(values: Float32Array, shape: readonly number[], permutation: readonly number[]): Float32Array;
export function permute(
  values: Float32Array | Float64Array,
  shape: readonly number[],
  permutation: readonly number[],
): Float32Array | Float64Array;
export function permute(
  values: Float32Array | Float64Array,
  shape: readonly number[],
  permutation: readonly number[],
): Float32Array | Float64Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const sizes = permutation.map((axis) => shape[axis]!);
  const steps = permutation.map((axis) => strides[axis]!);
  const result = values.slice();
  const index = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < values.length; to++) {
    result[to] = values[from]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      index[axis]!++;
      if (index[axis]! < sizes[axis]!) break;
      from -= steps[axis]! * sizes[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
