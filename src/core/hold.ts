/** A switch that holds work up: whoever works asks it now and then, whoever watches the work sets it. */
export interface Hold {
  readonly held: () => boolean;
  set(held: boolean): void;
  /** Calls back on every change, until the function returned is called. */
  watch(listener: (held: boolean) => void): () => void;
  /** Resolves once it is not held. Rejects when the signal fires. */
  released(signal: AbortSignal): Promise<void>;
}

export function makeHold(): Hold {
  let held = false;
  const listeners = new Set<(held: boolean) => void>();
  const watch = (listener: (held: boolean) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    held: () => held,
    set(next) {
      if (next === held) return;
      held = next;
      for (const tell of [...listeners]) tell(held);
    },
    watch,
    released: (signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (!held) return resolve();
        const leave = () => {
          signal.removeEventListener('abort', abort);
          forget();
        };
        const abort = () => {
          leave();
          reject(signal.reason);
        };
        const forget = watch(() => {
          leave();
          resolve();
        });
        signal.addEventListener('abort', abort, { once: true });
      }),
  };
}
