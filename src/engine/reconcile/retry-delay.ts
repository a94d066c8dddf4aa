/** Microseconds until a parked record is tried again: 2 s, 8 s, 32 s, then every 2 minutes. */
export function retryDelay(attempts: number): number {
  return Math.min(2 * 4 ** attempts, 120) * 1_000_000;
}
