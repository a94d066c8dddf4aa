/** Runs work. @returns what it came to, and how many milliseconds it took */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

/** Quantiles as details of a result. */
export function shown(what: string, { p50, p99, max }: { p50: number; p99: number; max: number }) {
  return { [`${what} p50`]: round(p50), [`${what} p99`]: round(p99), [`${what} max`]: round(max) };
}

/** To a tenth. */
export const round = (value: number) => Math.round(value * 10) / 10;
