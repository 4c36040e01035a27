import { unreachable } from '../core/errors.ts';
import type { Progress, TrainEvent } from '../training/events.ts';

/** Tells on a stream how training goes: a line per epoch, and on a terminal one in between that is written over. */
export function makeTrainingLog(stream: NodeJS.WriteStream) {
  const overwrite = stream.isTTY ? '\r\x1b[K' : '';
  const note = (line: string) => void stream.write(`${overwrite}${line}\n`);
  return {
    note,
    show(event: TrainEvent): void {
      if (event.kind === 'step') {
        if (stream.isTTY) stream.write(overwrite + describeStep(event));
        return;
      }
      const line = describeEvent(event);
      if (line) note(line);
    },
  };
}

type Step = Extract<TrainEvent, { kind: 'step' }>;

const describeStep = ({ epoch, step, steps, ...pace }: Step) =>
  `epoch ${epoch}, step ${step} of ${steps}: ${describePace(pace)}`;

function describeEvent(event: Exclude<TrainEvent, Step>): string | undefined {
  switch (event.kind) {
    case 'started':
      return `${event.parameters} parameters, ${event.epochs} epochs${event.done > 0 ? `, ${event.done} done before` : ''}`;
    case 'epoch':
      return `epoch ${event.epoch} of ${event.epochs}: ${describeProgress(event)}, ${describePace(event)}`;
    case 'restored':
      return `epoch ${event.epoch} overfitted to its one step: ${percent(event.from)} withstood PGD after it, ${percent(event.to)} before; put back`;
    case 'probe':
      return event.step === 0 ? `before: ${describeProgress(event)}` : undefined;
    case 'checkpoint':
      return undefined;
    case 'finished':
      return event.complete ? `trained in ${duration(event.seconds)}` : undefined;
    default:
      return unreachable(event);
  }
}

/** Accuracy on held-out images, and under attack where that was measured. */
export function describeProgress({ accuracy, robust }: Progress): string {
  const attacked = robust ? `, ${percent(robust.value)} of ${robust.n} under attack` : '';
  return `${percent(accuracy.value)} of ${accuracy.n} held-out images${attacked}`;
}

function describePace({ loss, imagesPerSecond, secondsLeft }: Pick<Step, 'loss' | 'imagesPerSecond' | 'secondsLeft'>) {
  return `loss ${loss.toFixed(4)}, ${imagesPerSecond.toFixed(0)} images/s, ${duration(secondsLeft)} left`;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

const duration = (seconds: number): string =>
  seconds < 60 ? `${seconds.toFixed(0)} s` : `${Math.floor(seconds / 60)} min ${(seconds % 60).toFixed(0)} s`;
