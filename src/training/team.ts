/** Workers that teach one network together: each holds all of it and sees its own part of every batch. */
export interface Team {
  /** Number of this member, from 0. */
  readonly rank: number;
  readonly size: number;
  /** Element by element over all members, in their order, so that every member gets the same bits. Borrows `values`. */
  sum(values: Float32Array): Promise<Float32Array>;
}

/** The part of a MessagePort that a team needs; in a browser, in Node and in tests. */
export interface TeamPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}

export const alone: Team = { rank: 0, size: 1, sum: async (values) => values };

/**
 * Member `rank` of a team. `ports` lead to the others by their rank; there is none to itself.
 *
 * Messages only, which need no shared memory and so no headers of the server. Of many values each member adds up one
 * part and hands it round, so that what one sends does not grow with the team; few go to everybody at once. Both give the
 * same bits. A `sum` never settles when a member has died: whoever started the team must end the others.
 */
export function joinTeam(rank: number, ports: readonly (TeamPort | undefined)[]): Team {
  if (ports.length === 1) return alone;
  const inboxes = ports.map((port) => port && openInbox(port));
  const size = ports.length;
  const receive = (own: Float32Array) => Promise.all(inboxes.map((inbox) => inbox?.next() ?? own));

  async function sumAtOnce(values: Float32Array): Promise<Float32Array> {
    for (const port of ports) if (port) give(port, values.slice());
    return added(await receive(values), rank);
  }

  async function sumInParts(values: Float32Array): Promise<Float32Array> {
    const part = (owner: number) => shareOf(values, { rank: owner, size }).slice();
    for (const [owner, port] of ports.entries()) if (port) give(port, part(owner));
    const own = added(await receive(part(rank)), rank);
    for (const port of ports) if (port) give(port, own.slice());
    return joined(await receive(own), values.length);
  }

  let turn: Promise<unknown> = Promise.resolve(); // one sum at a time, or the messages of two would mix
  const sum: Team['sum'] = (values) => {
    const add = size > 2 && values.length >= many ? sumInParts : sumAtOnce;
    const result = turn.then(() => add(values));
    turn = result;
    return result;
  };
  return { rank, size, sum };
}

const many = 10_000; // below, a second round of messages takes longer than it saves

/** Hands values over, which saves a copy; the memory behind them goes with them. */
const give = (port: TeamPort, values: Float32Array<ArrayBuffer>) => port.postMessage(values, [values.buffer]);

/** Element by element, in the order of the parts; in the memory of one that came from another member, as the first or the second does. */
function added(parts: readonly Float32Array[], rank: number): Float32Array {
  const [first, second, ...rest] = parts as [Float32Array, Float32Array, ...Float32Array[]];
  const total = rank === 0 ? second : first;
  for (let i = 0; i < total.length; i++) total[i] = first[i]! + second[i]!;
  for (const part of rest) for (let i = 0; i < total.length; i++) total[i]! += part[i]!;
  return total;
}

/** One part after the other. */
function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length);
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
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
