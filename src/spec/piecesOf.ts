import { isCertify, isExtract, isTransfer } from './experimentKind.ts';
import { parseSpec, type SpecText } from './spec.ts';

/** What a run is cut into. */
export interface Pieces {
  readonly count: number;
  /** Each is an experiment by itself, of which a worker takes one; of others it takes several at a time. */
  readonly single: boolean;
}

/**
 * The pieces of a run. Most visits only evaluate, and need none of the cards of other experiments.
 *
 * @throws {LabError} `spec`, naming every problem at once.
 */
export async function piecesOf(text: SpecText): Promise<Pieces> {
  if (isExtract(text)) {
    const { parseExtract, planThefts } = await import('./extractSpec.ts');
    return { count: planThefts(parseExtract(text)).length, single: true };
  }
  if (isCertify(text)) {
    const { parseCertify } = await import('./certifySpec.ts');
    return { count: parseCertify(text).bare.count, single: false };
  }
  if (isTransfer(text)) {
    const { parseTransfer } = await import('./transferSpec.ts');
    const { models, on } = parseTransfer(text);
    return { count: on(models[0]!).count, single: false }; // images, the same for every model
  }
  return { count: parseSpec(text).count, single: false };
}
