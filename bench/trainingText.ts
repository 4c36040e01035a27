import type { PreparedTraining } from './trainings.ts';

/** One line of what a prepared training took and gave. */
export function trainingText({ title, seconds, longestTaskMs, epsilon, robust }: PreparedTraining): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const task = longestTaskMs === 0 ? '≤ 50 ms' : `${Math.round(longestTaskMs)} ms`;
  return [
    `${title}: ${seconds.toFixed(1)} s, longest task of the page ${task};`,
    `PGD-20 within ${epsilon} leaves ${percent(robust.value)} of ${robust.n} digits that it was not trained on`,
    `(95 % [${percent(robust.low)}, ${percent(robust.high)}]).`,
  ].join(' ');
}
