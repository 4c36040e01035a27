import type { Profile } from './node.ts';
import { taskTitles } from './tasks.ts';

const shown = 10;

/** One line per kernel, the slowest first. */
export function profileText({ kernels, network, task, times }: Profile): string {
  const total = times.reduce((sum, { ms }) => sum + ms, 0);
  const lines = times.slice(0, shown).map(
    ({ name, ms, calls }) =>
      `  ${name.padEnd(24)} ${ms.toFixed(2).padStart(8)} ms ${Math.round((100 * ms) / total)
        .toString()
        .padStart(4)} %  ${calls} ${calls === 1 ? 'call' : 'calls'}`,
  );
  return [`${network}, ${taskTitles[task]}, ${kernels}: ${total.toFixed(2)} ms in kernels`, ...lines].join('\n');
}
