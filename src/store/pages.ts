/** Pages of the lab in the order of the bar; those that measure come before the rule. */
export const measuringPages = ['evaluate', 'inspect', 'thresholds', 'certify', 'extract', 'train'] as const;
export const filingPages = ['models', 'report'] as const;
export type PageId = (typeof measuringPages)[number] | (typeof filingPages)[number];

export const allPages: readonly PageId[] = [...measuringPages, ...filingPages];

/** Pages that run nothing by themselves, whatever their link says. */
export const quietPages: readonly PageId[] = ['train', 'models', 'extract', 'certify'];

export const isPage = (page: string | null | undefined): page is PageId =>
  (allPages as readonly (string | null | undefined)[]).includes(page);
