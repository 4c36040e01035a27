import type { Spec } from '../../spec/spec.ts';
import { useLab, useVoice } from '../lab.tsx';

/** What one image is worth as evidence, and what computed it. */
export function Origin({ spec }: { readonly spec: Spec }) {
  const { say } = useVoice();
  return <>{say('single.anecdote', { origin: useOrigin(spec) })}</>;
}

/** Seed, backend and model in one line. */
export function useOrigin({ seed, model: id }: Spec): string {
  const { say, model } = useVoice();
  const backend = useLab(({ backend }) => (backend.kind === 'ready' ? backend.report.backend : undefined));
  return say('single.origin', { seed, backend: backend ? say(`backend.${backend}`) : '', model: model(id) });
}
