/** What code may take. Texts are measured in UTF-16 units, which are bytes for most of them. */
export type CodeLimits = {
  /** Processor time for one record (all the records of a `batch`), milliseconds. */
  cpuMs: number;
  /** Time by the clock for the same, milliseconds: on a loaded machine the processor time comes late. */
  wallMs: number;
  /** Time by the clock for all that one call of `run` asks, milliseconds. */
  callMs: number;
  /** Heap of an isolate, MiB. */
  memoryMb: number;
  /** What a child process may grow by while it works on a batch, MiB. */
  growthMb: number;
  /** What one record may become, in all its fields and rows. */
  outputChars: number;
  /** Rows that one record may become. */
  rows: number;
  /** Lines of the console that are kept for a record, and the length of one. */
  logLines: number;
  logChars: number;
};

export const defaultLimits: CodeLimits = {
  cpuMs: 1000,
  wallMs: 6000,
  callMs: 60_000,
  memoryMb: 128,
  growthMb: 384,
  outputChars: 16 * 2 ** 20,
  rows: 1000,
  logLines: 100,
  logChars: 2000,
};
