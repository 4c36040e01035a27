import type { Engine } from '../../workers/engine.ts';
import { measureSpeed } from '../../workers/measureSpeed.ts';
import { readDraft } from './draft.ts';
import type { LabStore } from './labStore.ts';

/** Measures the speed of the chosen model into `store.speeds`; a failure leaves it unknown, as the run will say why. */
export async function measureInto(store: LabStore, engine: Engine): Promise<void> {
  const { draft, backend, run, measuring } = store.getState();
  const reading = readDraft(draft);
  if (reading.kind === 'invalid' || backend.kind !== 'ready' || run.kind === 'running' || measuring) return;
  store.setState({ measuring: true });
  try {
    const speed = await measureSpeed(engine, reading.text, new AbortController().signal);
    const name = `${backend.report.backend}/${reading.spec.model}`;
    store.setState({ speeds: { ...store.getState().speeds, [name]: speed } });
  } catch {
    // the speed stays unknown
  } finally {
    store.setState({ measuring: false });
  }
}
