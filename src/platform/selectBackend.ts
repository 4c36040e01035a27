import { LabError } from '../core/errors.ts';
import * as tf from '../tensor/tf.ts';

/** Makes a registered backend the current one. `tf.setBackend` may answer false instead of throwing; this never does. */
export async function selectBackend(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new LabError('backend', `${name} could not be initialised`);
  await tf.ready();
}
