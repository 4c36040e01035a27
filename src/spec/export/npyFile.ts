const bytesPer = 64; // NumPy aligns the data to this

/** A NumPy array file (format 1.0, *numpy.lib.format*), row by row, little-endian as every host of the lab is. */
export function npyFile(shape: readonly number[], values: Float32Array | Int32Array | Uint8Array): Uint8Array {
  const type = values instanceof Float32Array ? '<f4' : values instanceof Int32Array ? '<i4' : '|u1';
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / bytesPer) * bytesPer;
  const file = new Uint8Array(length + values.byteLength);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 255, (length - 10) >> 8]); // \x93NUMPY, version
  file.set(new TextEncoder().encode(`${text.padEnd(length - 11)}\n`), 10);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), length);
  return file;
}
