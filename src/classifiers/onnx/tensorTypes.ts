/** `TensorProto.DataType` of the ONNX schema: name and bytes per number in `raw_data`; 0 where we cannot read it. */
export const tensorTypes: Readonly<Record<number, { readonly name: string; readonly bytes: number }>> = {
  1: { name: 'float', bytes: 4 },
  2: { name: 'uint8', bytes: 1 },
  3: { name: 'int8', bytes: 1 },
  4: { name: 'uint16', bytes: 2 },
  5: { name: 'int16', bytes: 2 },
  6: { name: 'int32', bytes: 4 },
  7: { name: 'int64', bytes: 8 },
  8: { name: 'string', bytes: 0 },
  9: { name: 'bool', bytes: 1 },
  10: { name: 'float16', bytes: 2 },
  11: { name: 'double', bytes: 8 },
  12: { name: 'uint32', bytes: 4 },
  13: { name: 'uint64', bytes: 8 },
  14: { name: 'complex64', bytes: 0 },
  15: { name: 'complex128', bytes: 0 },
  16: { name: 'bfloat16', bytes: 2 },
};

export const floatType = 1;
export const int64Type = 7;
/** `TensorProto.DataLocation.EXTERNAL` */
export const externalLocation = 1;
