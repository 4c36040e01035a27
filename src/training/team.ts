/** Workers that teach one network together: each holds all of it and sees its own part of every batch. */
export interface Team {
  /** Number of this member, from 0. */
  readonly rank: number;
  readonly size: number;
  /** Element by element over all members, in their order, so that every member gets the same bits. */
  sum(values: Float32Array): Promise<Float32Array>;
}

/** The part of a MessagePort that a team needs; in a browser, in Node and in tests. */
export interface TeamPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

export const alone: Team = { rank: 0, size: 1, sum: async (values) => values };

/**
 * Member `rank` of a team. `ports` lead to the others by their rank; there is none to itself.
 *
 * Everybody sends to everybody, which needs no shared memory and so no headers of the server. A `sum` never settles when
 * a member has died: whoever started the team must end the others.
 */
export function joinTeam(rank: number, ports: readonly (TeamPort | undefined)[]): Team {
  const inboxes = ports.map((port) => port && openInbox(port));
  return {
    rank,
    size: ports.length,
    async sum(values) {
      for (const port of ports) port?.postMessage(values);
      const parts = await Promise.all(inboxes.map((inbox) => inbox?.next() ?? values));
      return parts.reduce((total, part) => {
        for (let i = 0; i < total.length; i++) total[i]! += part[i]!;
        return total;
      }, new Float32Array(values.length));
    },
  };
}

/** Messages of one port, one at a time and in their order, whether they are waited for or come early. */
function openInbox(port: TeamPort) {
  const early: Float32Array[] = [];
  const waiting: ((values: Float32Array) => void)[] = [];
  port.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => {
    const taker = waiting.shift();
    if (taker) taker(data);
    else early.push(data);
  });
  port.start?.();
  return {
    next: (): Promise<Float32Array> => {
      const first = early.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** The part of a batch that a member sees: parts differ by one image at most. */
export function shareOf<T extends { readonly length: number; subarray(from: number, to: number): T }>(
  batch: T,
  { rank, size }: Pick<Team, 'rank' | 'size'>,
): T {
  const edge = (i: number) => Math.floor((i * batch.length) / size);
  return batch.subarray(edge(rank), edge(rank + 1));
}
