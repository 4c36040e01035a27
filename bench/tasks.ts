/** What is timed on one batch of images. `defended` is the input gradient through the prepared defense. */
export const taskNames = ['forward', 'gradient', 'training', 'defended', 'pgd', 'pgdEarly'] as const;
export type TaskName = (typeof taskNames)[number];

export const taskTitles: Readonly<Record<TaskName, string>> = {
  forward: 'forward',
  gradient: 'input gradient',
  training: 'training step',
  defended: 'input gradient, defended',
  pgd: 'PGD-40',
  pgdEarly: 'PGD-40, stop at success',
};

/** Networks the tasks are timed on: the shipped model, and two that say how the kernels do elsewhere. */
export const networkNames = ['mnist-cnn', 'a', 'residual'] as const;
export type NetworkName = (typeof networkNames)[number];

const plain = ['forward', 'gradient', 'training', 'pgd'] as const;
export const tasksOf: Readonly<Record<NetworkName, readonly TaskName[]>> = {
  'mnist-cnn': taskNames,
  a: plain,
  residual: plain,
};
