/** How a benchmark is run. */
export type BenchOptions = {
  /** Multiplies numbers of rows and lengths of time; 1 is what the targets are set for. */
  scale: number;
  /** A folder for processor profiles of the runners; null for none, which is how one measures. */
  profile: string | null;
  /** The folder with pairs of schemas, for the benchmark of mapping. */
  pairs: string | null;
};
