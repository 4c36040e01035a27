/** Pages of the lab in the order of the bar; those that measure come before the rule. Only `evaluate` exists so far. */
export const measuringPages = ['evaluate', 'inspect', 'thresholds', 'extract', 'train'] as const;
export const filingPages = ['models', 'report'] as const;
export type PageId = (typeof measuringPages)[number] | (typeof filingPages)[number];
