import { progressOf } from '../src/spec/cost.ts';
import type { RunEvent } from '../src/spec/events.ts';
import { applyEvent, emptyReport } from '../src/spec/report.ts';
import { formatSpec, parseSpec, type SpecText } from '../src/spec/spec.ts';
import type { Engine } from './engine.ts';

const mostImages = 64;

/**
 * Passes × images per second for the model of an experiment, from a short run of PGD on its first images. The kernels are
 * compiled in a run before it. Its numbers are thrown away.
 */
export async function measureSpeed(engine: Engine, text: SpecText, signal: AbortSignal): Promise<number> {
  const { model, data, count } = parseSpec(text);
  const images = String(Math.min(count, mostImages));
  const short = parseSpec({
    model,
    data,
    count: images,
    attack: 'pgd',
    defense: 'none',
    eps: '0.1',
    'pgd.steps': '10',
  });
  await timed(engine, formatSpec({ ...short, count: 1 }), signal);
  return timed(engine, formatSpec(short), signal);
}

async function timed(engine: Engine, spec: SpecText, signal: AbortSignal): Promise<number> {
  let report = emptyReport(spec);
  const emit = (event: RunEvent) => {
    report = applyEvent(report, event);
  };
  await engine.run(spec, { signal, emit });
  return progressOf(report).done / Math.max(report.finished?.seconds ?? 0, 1e-3);
}
