import type { StoreChannel, StoreListener } from '#db/store-listener.ts';

/**
 * Yields at once, then whenever the channel tells something that `concerns` accepts, and at least
 * every `everyMs` (what was told while the listener was away is lost). Several calls between two
 * reads count as one. Ends when the signal aborts.
 */
export async function* wakeUps(
  listener: StoreListener,
  channel: StoreChannel,
  options: { concerns: (payload: string) => boolean; everyMs: number; signal: AbortSignal | undefined },
): AsyncGenerator<void> {
  const { concerns, everyMs, signal } = options;
  let told = false;
  let wake: () => void = () => undefined;
  const tell = () => {
    told = true;
    wake();
  };
  const stopListening = listener.listen(channel, (payload) => {
    if (concerns(payload)) tell();
  });
  signal?.addEventListener('abort', tell);
  try {
    while (!signal?.aborted) {
      yield;
      if (!told)
        await pause(everyMs, (end) => {
          wake = end;
        });
      told = false;
    }
  } finally {
    signal?.removeEventListener('abort', tell);
    stopListening();
  }
}

/** Ends after `ms`, or as soon as the function given to `hold` is called. */
function pause(ms: number, hold: (end: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    hold(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
