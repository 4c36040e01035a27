import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What the numbers depend on besides the program. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly browser: string | undefined;
  /** Processes that wanted a core over the last minute, before the start; zero where the system does not tell. */
  readonly loadBefore: number;
  readonly date: string;
}

export const describeMachine = (browser: string | undefined): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  system: `${platform()} ${release()} ${arch()}`,
  node: process.version,
  browser,
  loadBefore: loadavg()[0] ?? 0,
  date: new Date().toISOString(),
});

export function machineText({ cpu, cores, memoryGb, system, node, browser, loadBefore, date }: Machine): string {
  const load = loadBefore > 0.5 ? ` · load ${loadBefore.toFixed(1)} before the start, expect noise` : '';
  return [
    `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memoryGb} GB · ${system}`,
    `Node ${node} · ${browser ? `Chromium ${browser}` : 'no browser'} · ${date.slice(0, 16).replace('T', ' ')} UTC${load}`,
  ].join('\n');
}
