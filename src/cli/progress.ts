/** Where progress is told; a terminal line can be written over, a log file gets a line now and then. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const rewriteEveryMs = 100;
const logEveryMs = 10_000;
const firstLogMs = 1_000;

/** Tells how far a run is and how long it will still take. `clear` before anything else is printed. */
export function makeProgress(stream: ProgressStream, now: () => number) {
  const every = stream.isTTY ? rewriteEveryMs : logEveryMs;
  const wipe = stream.isTTY ? '\r\x1b[K' : '';
  let first: { readonly time: number; readonly done: number } | undefined; // the time before it went into loading
  let tellAt = now() + (stream.isTTY ? 0 : firstLogMs);
  return {
    show({ done, total }: { readonly done: number; readonly total: number }): void {
      const time = now();
      first ??= { time, done };
      if (time < tellAt || done <= first.done) return;
      tellAt = time + every;
      const left = ((time - first.time) / 1000) * ((total - done) / (done - first.done));
      stream.write(`${wipe}${percent(done / total)} done, ${duration(left)} left${stream.isTTY ? '' : '\n'}`);
    },
    note: (line: string): void => void stream.write(`${wipe}${line}\n`),
    clear: (): void => void (wipe && stream.write(wipe)),
  };
}

const percent = (share: number) => `${Math.min(100, Math.floor(100 * share))} %`;

export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
