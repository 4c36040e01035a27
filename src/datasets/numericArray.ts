/** Numbers of a file as they are stored, row by row. */
export interface NumericArray {
  readonly shape: readonly number[];
  readonly type: NumericType;
  /** Value number `i`, counted over the whole array. */
  at(i: number): number;
}

export const integerTypes = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'uint64', 'int64'] as const;
export type NumericType = (typeof integerTypes)[number] | 'float16' | 'float32' | 'float64' | 'bool';

export const isInteger = (type: NumericType): boolean => (integerTypes as readonly string[]).includes(type);

export const valuesIn = ({ shape }: Pick<NumericArray, 'shape'>): number => shape.reduce((a, b) => a * b, 1);
