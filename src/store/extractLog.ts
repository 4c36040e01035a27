/** One question as the service wrote it down: an answer, or the reason why there was none. */
export interface LogLine {
  /** From 0. */
  readonly number: number;
  readonly time: number;
  readonly client: number;
  /** Hash of the thumbnail. */
  readonly query: string;
  readonly answer?: readonly number[];
  readonly denied?: DenialReason;
  readonly alarms: readonly string[];
}

type DenialReason = 'rate' | 'budget' | 'closed';

/** The lines of a log in JSON Lines, as the service writes them. */
export const readLog = (text: string): readonly LogLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, number) => ({ number, ...JSON.parse(line) }) as LogLine); // our own service wrote it

export const logFilters = {
  All: () => true,
  Alarms: ({ alarms }: LogLine) => alarms.length > 0,
  Denied: ({ denied }: LogLine) => denied !== undefined,
} as const;
export type LogFilter = keyof typeof logFilters;
