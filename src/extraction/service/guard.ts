import type { Alarm, Watching } from '../../spec/extractEvents.ts';
import type { CountermeasureChain, CountermeasureChoice, DetectorId } from '../countermeasures.catalog.ts';
import { membersOfKind } from '../countermeasures.catalog.ts';
import type { Detector, Seen } from './detector.ts';
import { openPrada } from './prada.ts';
import { openNeighbourhood, openStrangers } from './strangers.ts';

/** What the detectors of a chain make of one question. */
export interface Verdict {
  /** Detectors whose alarm is on now. */
  readonly alarms: readonly DetectorId[];
  readonly block: boolean;
  readonly degrade: boolean;
}

/** All detectors of a chain, each with one memory per account or one for all. */
export interface Guard {
  observe(seen: Seen & { readonly client: number }, query: number, seconds: number): Verdict;
  /** Beginnings of alarms. */
  readonly alarms: readonly Alarm[];
  watching(): Watching[];
}

const nothing: Verdict = { alarms: [], block: false, degrade: false };

/** `ownImages` are the owner's, for detectors that compare with them. */
export function openGuard(chain: CountermeasureChain, ownImages: readonly Float32Array[]): Guard {
  const posts = membersOfKind(chain, 'detection').map((choice) =>
    openPost(choice as CountermeasureChoice<DetectorId>, ownImages),
  );
  const alarms: Alarm[] = [];
  return {
    alarms,
    observe({ client, ...seen }, query, seconds) {
      if (posts.length === 0) return nothing;
      const raised = posts.filter((post) => {
        const { on, began } = post.observe(client, seen);
        if (began) alarms.push({ detector: post.id, client: post.pooled ? null : client, query, seconds });
        return on;
      });
      return {
        alarms: raised.map(({ id }) => id),
        block: raised.some(({ after }) => after === 'block'),
        degrade: raised.some(({ after }) => after === 'degrade'),
      };
    },
    watching: () => posts.flatMap((post) => post.watching()),
  };
}

const mostShown = 3; // accounts whose scores are kept for a chart; more would only fill it

/** One detector of the chain over all accounts. */
function openPost({ id, params }: CountermeasureChoice<DetectorId>, ownImages: readonly Float32Array[]) {
  const pooled = params.view === 'pooled';
  const open = opener({ id, params } as CountermeasureChoice<DetectorId>, ownImages);
  const memories = new Map<number, { readonly detector: Detector; on: boolean }>();
  const memoryOf = (client: number) => {
    const key = pooled ? -1 : client;
    const memory = memories.get(key) ?? { detector: open(), on: false };
    memories.set(key, memory);
    return memory;
  };
  return {
    id,
    pooled,
    after: params.after,
    observe(client: number, seen: Seen) {
      const memory = memoryOf(client);
      const before = memory.on;
      memory.on = memory.detector.observe(seen);
      return { on: memory.on, began: memory.on && !before };
    },
    watching: (): Watching[] =>
      [...memories].slice(0, mostShown).map(([client, { detector }]) => ({
        detector: id,
        client: pooled ? null : client,
        ...detector.watching(),
      })),
  };
}

function opener(choice: CountermeasureChoice<DetectorId>, ownImages: readonly Float32Array[]): () => Detector {
  if (choice.id === 'prada') return () => openPrada(choice.params);
  const radius = openNeighbourhood(ownImages)(choice.params.quantile);
  return () => openStrangers(choice.params, ownImages, radius);
}
