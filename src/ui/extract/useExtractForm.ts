import type { SpecText } from '../../spec/spec.ts';
import { draftOf } from '../../store/extractDraft.ts';
import { useLab, useLabStore } from '../lab.tsx';
import type { OptionForm } from '../setup/OptionItem.tsx';

/** The form of the page, and how to change it: one key, or several at once. */
export function useExtractForm(): OptionForm & { readonly change: (keys: Changes) => void } {
  const store = useLabStore();
  const text = useLab(draftOf);
  const change = (keys: Changes) => {
    const { extractText, loadExtract, editExtract } = store.getState();
    if (extractText === undefined) loadExtract(text); // what the page opens with becomes the reader's own
    editExtract(keys);
  };
  return { text, change, edit: (key, value) => change({ [key]: value }) };
}

type Changes = Readonly<Record<keyof SpecText, string | undefined>>;
