import { isCertify, parseCertify } from './certifySpec.ts';
import { isExtract, parseExtract, planThefts } from './extractSpec.ts';
import { parseSpec, type SpecText } from './spec.ts';
import { isTransfer, parseTransfer } from './transferSpec.ts';

/**
 * What a run is cut into: so many pieces, of which a worker takes several at a time or, where each is an experiment by
 * itself, one.
 *
 * @throws {LabError} `spec`, naming every problem at once.
 */
export function piecesOf(text: SpecText): { readonly count: number; readonly single: boolean } {
  if (isExtract(text)) return { count: planThefts(parseExtract(text)).length, single: true };
  if (isCertify(text)) return { count: parseCertify(text).bare.count, single: false };
  if (!isTransfer(text)) return { count: parseSpec(text).count, single: false };
  const { models, on } = parseTransfer(text);
  return { count: on(models[0]!).count, single: false }; // images, the same for every model
}
