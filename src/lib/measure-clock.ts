const ROUND_TRIPS = 7;

/**
 * Another clock's time minus ours, and how far that may be off, in microseconds: the quickest of several round trips,
 * since the other clock was read somewhere within it.
 *
 * @param read asks the other clock, microseconds since 1970.
 */
export async function measureClock(
  read: () => Promise<number>,
): Promise<{ offset: number; uncertainty: number }> {
  const localTime = alignedClock();
  let best = { offset: 0, uncertainty: Number.POSITIVE_INFINITY };
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const sent = localTime();
    const told = await read();
    const received = localTime();
    const uncertainty = Math.ceil((received - sent) / 2);
    if (uncertainty < best.uncertainty) {
      best = { offset: Math.round(told - (sent + received) / 2), uncertainty };
    }
  }
  return best;
}

/** `Date.now()` in microseconds: aligned at the change of a millisecond, then carried by the finer clock. */
function alignedClock(): () => number {
  const before = Date.now();
  let now = before;
  while (now === before) now = Date.now();
  const start = performance.now();
  return () => now * 1000 + (performance.now() - start) * 1000;
}
