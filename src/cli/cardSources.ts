import { version } from '../../package.json' with { type: 'json' };
import { createNodeEngine } from '../../workers/nodeEngine.ts';
import { LabError } from '../core/errors.ts';
import type { CardExample } from '../spec/robustness/cardSchema.ts';
import { examplesOf, worstImages } from '../spec/robustness/examples.ts';
import { findingsOf } from '../spec/robustness/findings.ts';
import { type CardSources, cardDefense, cardSources } from '../spec/robustness/makeCard.ts';
import { type Profile, readProfile, standardProfile } from '../spec/robustness/profile.ts';
import { readEvaluation, readSource } from '../spec/robustness/sources.ts';
import { readText } from './textFiles.ts';

export const labVersion = version;

/** Every file is read, so that all problems are named at once. @throws {LabError} `asset` */
export async function readSources(files: readonly string[]): Promise<CardSources> {
  const read = await Promise.allSettled(
    files.map(async (file) => readSource(await readText(file, 'a saved report'), file)),
  );
  const bad = read.flatMap((one) => (one.status === 'rejected' ? [LabError.from(one.reason).message] : []));
  if (bad.length > 0) throw new LabError('asset', bad.join('\n'));
  return cardSources(read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
}

export const readEvaluationFile = async (file: string) => readEvaluation(await readText(file, 'a saved report'), file);

export const profileIn = async (file: string | undefined): Promise<Profile> =>
  file === undefined ? standardProfile : readProfile(await readText(file, 'a profile of levels'), file);

/** Attacks the worst images of the main report again. None, with a reason, where the model or the device cannot do so. */
export async function craftExamples(
  sources: CardSources,
  {
    defense,
    wanted,
    signal,
  }: { readonly defense: string | undefined; readonly wanted: number; readonly signal: AbortSignal },
): Promise<{ readonly examples: readonly CardExample[]; readonly reason: string | undefined }> {
  const [main] = sources;
  const subject = { model: main.saved.model.id, defense: cardDefense(sources, defense) };
  const worst = wanted > 0 ? worstImages(main.report, 0, findingsOf([main], subject), wanted) : undefined;
  if (!worst) return { examples: [], reason: undefined };
  const engine = createNodeEngine({ workers: 1 });
  engine.backend.catch(() => undefined); // `craft` rejects with the same reason
  try {
    const images = worst.outcomes.map(({ image }) => image);
    const crafted = await engine.craft(main.report.spec, { cell: worst.cell, images, trace: false }, { signal });
    const examples = examplesOf(worst, crafted);
    const lost = images.length - examples.length;
    return { examples, reason: lost > 0 ? `${lost} of ${images.length} did not come out as in the report` : undefined };
  } catch (cause) {
    const error = LabError.from(cause);
    if (error.code === 'cancelled') throw error;
    return { examples: [], reason: error.message };
  } finally {
    engine.close();
  }
}
