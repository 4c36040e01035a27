export const lossNames = ['ce', 'margin', 'dlr'] as const;
export type LossName = (typeof lossNames)[number];
