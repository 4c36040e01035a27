import { type KernelChoice, type KernelForms, readKernelForms, usualForms } from '../core/kernelForms.ts';
import type { Notes } from './notes.ts';

export interface FormsQuestion {
  /** Name of the adapter. */
  readonly adapter: string;
  /** The processor plays graphics processor: timing it would only delay the start. */
  readonly isSoftware: boolean;
  readonly notes: Notes;
  /** Times the programs; undefined when there was not enough time. */
  readonly measure: () => Promise<KernelForms | undefined>;
}

/** Which programs serve on this adapter: those found fastest on an earlier visit, or now. */
export async function chooseForms({ adapter, isSoftware, notes, measure }: FormsQuestion): Promise<KernelChoice> {
  if (isSoftware) return { ...usualForms, origin: 'usual' };
  const key = `kernel forms 1 ${adapter}`; // the number changes when the programs do
  const remembered = readKernelForms(await notes.read(key).catch(() => undefined));
  if (remembered) return { ...remembered, origin: 'remembered' };
  const measured = await measure();
  if (!measured) return { ...usualForms, origin: 'usual' };
  await notes.write(key, measured).catch(() => undefined); // it is measured again next time
  return { ...measured, origin: 'measured' };
}
