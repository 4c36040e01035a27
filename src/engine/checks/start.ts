import type { CheckCode } from '../../spec/checks/catalog.ts';
import type { Evidence } from '../../spec/events.ts';
import { failedChecks } from '../canary.ts';
import type { Env } from '../env.ts';
import type { Subject } from '../subject.ts';

/** What is known about the device and the model file before the first image. */
export function startEvidence({ classifier }: Pick<Subject, 'classifier'>, { backend }: Env): Evidence[] {
  const { checks } = backend;
  const selfTest = { failed: failedChecks(checks).length, total: checks.length };
  return [
    ...(checks.length > 0 ? [about('canary', selfTest)] : []),
    about('softmax-removed', { removed: Number(classifier.softmaxRemoved) }),
  ];
}

const about = (code: CheckCode, numbers: Evidence['numbers']): Evidence => ({
  code,
  cells: {},
  from: 0,
  n: 0,
  images: [],
  numbers,
});
