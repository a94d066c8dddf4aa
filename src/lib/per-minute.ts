/** A rate per second as people compare it: `128/m`. */
export function perMinute(ratePerSecond: number): string {
  return `${Math.round(ratePerSecond * 60).toLocaleString('en')}/m`;
}
