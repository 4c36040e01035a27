import type { Recipe, TrainEvent } from '../../workers/protocol.ts';
import { type Failure, unreachable } from '../core/errors.ts';

type Of<Kind extends TrainEvent['kind']> = Omit<Extract<TrainEvent, { readonly kind: Kind }>, 'kind'>;

/** A training run as far as it has come: a fold of its events. */
export interface Course {
  readonly recipe: Recipe;
  readonly parameters: number | undefined;
  /** Of all stages. */
  readonly totalEpochs: number | undefined;
  /** Whole epochs, in order. */
  readonly epochs: readonly Of<'epoch'>[];
  /** Losses and glances within epochs, for the curves; thinned out when there are many. */
  readonly losses: readonly Of<'step'>[];
  readonly probes: readonly Of<'probe'>[];
  /** Where it is: the newest of `losses`. */
  readonly latest: Of<'step'> | undefined;
  /** Epochs after which the guard put the network back. */
  readonly restored: readonly Of<'restored'>[];
  /** Epoch with the highest accuracy under attack, or on clean images where the method trains for no budget. */
  readonly best: number | undefined;
  readonly seconds: number | undefined;
  readonly saved: Saved;
}

/** Whether the last checkpoint is safe from a closed tab. */
export type Saved =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'saved'; readonly epoch: number }
  | { readonly kind: 'unsaved'; readonly failure: Failure };

export const course = (recipe: Recipe): Course => ({
  recipe,
  parameters: undefined,
  totalEpochs: undefined,
  epochs: [],
  losses: [],
  probes: [],
  latest: undefined,
  restored: [],
  best: undefined,
  seconds: undefined,
  saved: { kind: 'nothing' },
});

/** The course after one more event. What an earlier life of the run had told about an epoch is replaced. */
export function followed(before: Course, event: TrainEvent): Course {
  switch (event.kind) {
    case 'started':
      return rewound(before, event);
    case 'step':
      return { ...before, latest: event, losses: thinned([...before.losses, event]) };
    case 'probe':
      return { ...before, probes: thinned([...before.probes, event]) };
    case 'epoch': {
      const epochs = [...before.epochs, event];
      return { ...before, epochs, best: bestOf(epochs) };
    }
    case 'restored':
      return { ...before, restored: [...before.restored, event] };
    case 'checkpoint':
      return before;
    case 'finished':
      return { ...before, seconds: (before.seconds ?? 0) + event.seconds };
    default:
      return unreachable(event);
  }
}

/** A run that goes on from an epoch forgets what came after it. */
function rewound(before: Course, { done, epochs: totalEpochs, parameters }: Of<'started'>): Course {
  const until = <At extends { readonly epoch: number }>(all: readonly At[]) => all.filter(({ epoch }) => epoch <= done);
  const { losses, probes, restored } = before;
  const epochs = until(before.epochs);
  const rest = { losses: until(losses), probes: until(probes), restored: until(restored) };
  return { ...before, ...rest, parameters, totalEpochs, epochs, best: bestOf(epochs), latest: undefined };
}

/** What the model that training began with did, where it began with one. */
export const beforeTraining = ({ probes }: Pick<Course, 'probes'>) =>
  probes.find(({ epoch, step }) => epoch === 1 && step === 0);

export const scoreOf = ({ accuracy, robust }: Pick<Of<'epoch'>, 'accuracy' | 'robust'>): number =>
  (robust ?? accuracy).value;

/** The first of several that are equally good. */
function bestOf(epochs: Course['epochs']): number | undefined {
  const [first, ...others] = epochs;
  return first && others.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a), first).epoch;
}

const mostPoints = 1000;

/** Every other point, once there are more than a chart can show; the first, of before training, stays. */
const thinned = <Point>(points: readonly Point[]): readonly Point[] =>
  points.length > mostPoints ? points.filter((_, i) => i % 2 === 0) : points;
