import type { SpecText } from './spec.ts';

/** Says what kind of experiment a text describes; without it, an evaluation. */
export const kindKey = 'experiment';

export const isTransfer = (text: SpecText): boolean => text[kindKey] === 'transfer';
export const isExtract = (text: SpecText): boolean => text[kindKey] === 'extract';
export const isCertify = (text: SpecText): boolean => text[kindKey] === 'certify';
