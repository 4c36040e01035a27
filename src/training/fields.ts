import { z } from 'zod';

/** Parts of the schema of a recipe; their `error` says what is expected there. */
export const integer = (min: number, max: number) => {
  const error = `an integer in [${min}, ${max}]`;
  return z.int({ error }).min(min, { error }).max(max, { error });
};

/** A number above 0 and up to `max`. */
export const positive = (max: number) => {
  const error = `a number in (0, ${max}]`;
  return z.number({ error }).gt(0, { error }).max(max, { error });
};

export const text = z.string({ error: 'text' }).min(1, { error: 'text that is not empty' });

export const oneOf = <const T extends string>(...values: T[]) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

export const flag = z.boolean({ error: 'true or false' });
