/**
 * Waits for the work that was handed over before the last wait, so that a graphics processor has something to do while
 * the next is prepared; what is queued stays bounded all the same. Resolves at once the first time.
 */
export function oneBehind(drain: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  return async () => {
    const before = last;
    last = drain();
    last.catch(() => undefined); // whoever waits next learns of it
    await before;
  };
}
