import { LabError } from '../src/core/errors.ts';
import type { Checkpoint } from '../src/training/checkpoint.ts';
import type { TrainEvent } from '../src/training/events.ts';
import type { Recipe } from '../src/training/recipe.ts';
import type { TrainHost } from './client.ts';
import { type Member, startMember, type WorkerHandle } from './member.ts';
import type { Lesson, StartOptions } from './protocol.ts';

/** What the members are taught with; `images` are absent where each can read them itself. */
export type LessonData = Pick<Lesson, 'images' | 'start' | 'resumeFrom'>;

export interface TeamOptions {
  readonly spawn: () => WorkerHandle;
  readonly start: StartOptions;
  readonly size: number;
  /** Told when a worker died and training goes on from the last checkpoint. */
  readonly notify: (reason: string) => void;
}

/**
 * Workers that a training gains from, out of so many. A plain step is over so soon that handing gradients around eats the
 * gain, and one worker gives the same bytes on every machine; where an attack comes before each step, sharing pays.
 */
export const usualTeam = ({ method }: Pick<Recipe, 'method'>, workers: number): number =>
  'epsilon' in method ? workers : 1;

const lives = 3; // times a team may lose a member before the run gives up

/**
 * Trains one network with several workers: every batch, and the attack inside of it, is shared out among them.
 *
 * When a worker dies the team is made anew and goes on from the last checkpoint, so at most an epoch is lost.
 */
export async function trainTogether(
  recipe: Recipe,
  data: LessonData,
  host: TrainHost,
  { spawn, start, size, notify }: TeamOptions,
): Promise<Checkpoint> {
  let resumeFrom = data.resumeFrom;
  const emit = (event: TrainEvent) => {
    if (event.kind === 'checkpoint') resumeFrom = event.checkpoint;
    host.emit(event);
  };
  for (let life = 1; ; life++) {
    const members = await Promise.all(Array.from({ length: size }, () => startMember(spawn, start)));
    try {
      return await teachAll(members, recipe, { ...data, resumeFrom }, { ...host, emit });
    } catch (error) {
      const reason = members.map(({ dead }) => dead()).find((cause) => cause !== undefined);
      if (reason === undefined || host.signal.aborted) throw LabError.from(error);
      if (life === lives) throw new LabError('backend', `training lost a worker ${lives} times: ${reason}`);
      notify(reason);
    } finally {
      for (const { end } of members) end('training is over');
    }
  }
}

/** Rejects as soon as one member fails: the others would wait for it for ever. */
async function teachAll(members: readonly Member[], recipe: Recipe, data: LessonData, host: TrainHost) {
  const ports = connectAll(members.length);
  const lessons = members.map(({ client }, rank) =>
    client.train(
      { recipe, ...data, rank, ports: ports[rank]! },
      rank === 0 ? host : { signal: host.signal, emit: () => undefined },
    ),
  );
  const [first] = await Promise.all(lessons);
  return first!; // a team has at least one member
}

/** For each member a port to each other one. */
function connectAll(size: number): (MessagePort | undefined)[][] {
  const ports: (MessagePort | undefined)[][] = Array.from({ length: size }, () => new Array(size).fill(undefined));
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const { port1, port2 } = new MessageChannel();
      ports[a]![b] = port1;
      ports[b]![a] = port2;
    }
  }
  return ports;
}
