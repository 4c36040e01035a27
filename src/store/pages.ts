/** Pages of the lab in the order of the bar; those that measure come before the rule. */
export const measuringPages = ['evaluate', 'inspect', 'thresholds', 'certify', 'extract', 'train'] as const;
export const filingPages = ['models', 'report'] as const;
export type PageId = (typeof measuringPages)[number] | (typeof filingPages)[number];

export const allPages: readonly PageId[] = [...measuringPages, ...filingPages];

/** Pages that exist; the others are named in the bar and say that they are planned. */
export const openPages = [
  'evaluate',
  'inspect',
  'thresholds',
  'certify',
  'extract',
  'train',
  'models',
  'report',
] as const satisfies readonly PageId[];
export type OpenPage = (typeof openPages)[number];

export const isOpenPage = (page: string | null | undefined): page is OpenPage =>
  (openPages as readonly (string | null | undefined)[]).includes(page);
