import type { makeProgram } from '../../src/cli/program.ts';

const nothing = async () => undefined;

/** Commands that do nothing; all files are there. */
export const noActions: Parameters<typeof makeProgram>[0] = {
  evaluate: nothing,
  transfer: nothing,
  extract: nothing,
  certify: nothing,
  train: nothing,
  card: nothing,
  listData: nothing,
  fetchData: nothing,
  packImages: nothing,
  thresholds: nothing,
  report: nothing,
  compare: nothing,
  gate: nothing,
  print: () => undefined,
  exists: () => true,
};
