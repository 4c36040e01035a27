/** What is timed on one batch of images. `defended` is the input gradient through the prepared defense. */
export const taskNames = ['forward', 'gradient', 'defended', 'pgd'] as const;
export type TaskName = (typeof taskNames)[number];

export const taskTitles: Readonly<Record<TaskName, string>> = {
  forward: 'forward',
  gradient: 'input gradient',
  defended: 'input gradient, defended',
  pgd: 'PGD-40',
};
