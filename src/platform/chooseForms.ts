import { type KernelChoice, type KernelForms, readKernelForms, usualForms } from '../core/kernelForms.ts';
import type { Notes } from './notes.ts';
import { remember } from './remember.ts';

export interface AdapterQuestion<Fact> {
  /** Name of the adapter. */
  readonly adapter: string;
  /** The processor plays graphics processor: timing it would only delay the start. */
  readonly isSoftware: boolean;
  readonly notes: Notes;
  /** Times what there is to choose from; undefined when there was not enough time. */
  readonly measure: () => Promise<Fact | undefined>;
}

export type FormsQuestion = AdapterQuestion<KernelForms>;

/** Which programs serve on this adapter: those found fastest on an earlier visit, or now. */
export async function chooseForms({ adapter, isSoftware, ...rest }: FormsQuestion): Promise<KernelChoice> {
  const key = `kernel forms 1 ${adapter}`; // the number changes when the programs do
  const known = isSoftware ? undefined : await remember({ ...rest, key, read: readKernelForms });
  return known ? { ...known.fact, origin: known.origin } : { ...usualForms, origin: 'usual' };
}

/** Images per batch that keep this adapter busy, found on an earlier visit or now; undefined for the usual number. */
export async function chooseBatch({
  adapter,
  isSoftware,
  ...rest
}: AdapterQuestion<number>): Promise<number | undefined> {
  if (isSoftware) return undefined;
  return (await remember({ ...rest, key: `batch 1 ${adapter}`, read: readBatch }))?.fact;
}

const readBatch = (note: unknown): number | undefined =>
  Number.isInteger(note) && (note as number) >= 1 && (note as number) <= 4096 ? (note as number) : undefined;
