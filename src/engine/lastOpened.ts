import type { SpecText } from '../spec/spec.ts';

/** What an experiment needs, opened once for all its shards: the next experiment takes its place. */
export function lastOpened<Ground>(open: (text: SpecText) => Promise<Ground>, close: (ground: Ground) => void) {
  let held: { readonly key: string; readonly ground: Ground } | undefined;
  const dispose = () => {
    if (held) close(held.ground);
    held = undefined;
  };
  return {
    async of(text: SpecText): Promise<Ground> {
      const key = JSON.stringify(text);
      if (held?.key !== key) {
        dispose();
        held = { key, ground: await open(text) };
      }
      return held.ground;
    },
    dispose,
  };
}
