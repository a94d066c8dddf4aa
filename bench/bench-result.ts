/** One figure of a benchmark. */
export type BenchResult = {
  /** Dotted and slashed, e.g. `latency.two-way/p50`. */
  name: string;
  value: number;
  unit: string;
  /** What it should reach; null where there is no target. */
  target: number | null;
  met: boolean | null;
  detail: Record<string, string | number>;
};
