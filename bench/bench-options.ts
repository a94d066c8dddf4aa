/** How large a benchmark is run. */
export type BenchOptions = {
  /** Multiplies numbers of rows; 1 is what the targets are set for. */
  scale: number;
};
