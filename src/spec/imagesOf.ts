import { parseSpec, type SpecText } from './spec.ts';
import { isTransfer, parseTransfer } from './transferSpec.ts';

/** Images an experiment of any kind takes. @throws {LabError} `spec`, naming every problem at once. */
export function imagesOf(text: SpecText): number {
  if (!isTransfer(text)) return parseSpec(text).count;
  const { models, on } = parseTransfer(text);
  return on(models[0]!).count; // the same for every model
}
