/** Microseconds before the next round of a record that changed under our hands: 10 ms doubling to 1 s. */
export function reconcileDelay(rounds: number): number {
  return Math.min(10 * 2 ** (rounds - 1), 1_000) * 1_000;
}
