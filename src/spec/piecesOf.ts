import { isExtract, kindKey } from './extractText.ts';
import { parseSpec, type SpecText } from './spec.ts';
import { isTransfer, parseTransfer } from './transferSpec.ts';

/**
 * What a run is cut into: so many pieces, of which a worker takes several at a time or, where each is an experiment by
 * itself, one. What only extractions need is loaded when there is one.
 *
 * @throws {LabError} `spec`, naming every problem at once.
 */
export async function piecesOf(text: SpecText): Promise<{ readonly count: number; readonly single: boolean }> {
  if (isExtract(text)) {
    const { parseExtract, planThefts } = await import('./extractSpec.ts');
    return { count: planThefts(parseExtract(text)).length, single: true };
  }
  if (text[kindKey] === 'certify') {
    const { parseCertify } = await import('./certifySpec.ts');
    return { count: parseCertify(text).bare.count, single: false };
  }
  if (!isTransfer(text)) return { count: parseSpec(text).count, single: false };
  const { models, on } = parseTransfer(text);
  return { count: on(models[0]!).count, single: false }; // images, the same for every model
}
