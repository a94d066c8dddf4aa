/** What the deployed version does at one node, as of now. */
export type NodeLive = {
  phase: 'starting' | 'first-sync' | 'live' | 'tripped' | 'paused' | 'failing';
  /** Changes carried since the first deployment, both ways. */
  carried: number;
  /** Changes a minute, now. */
  perMinute: number;
  /** Changes a minute over the last minutes, the oldest first; for the sparkline. */
  history: readonly number[];
  /** The slower direction's delay from commit to commit, milliseconds; null while nothing passes. */
  lagMs: number | null;
  held: number;
  parked: number;
  /** Endpoints only, while the first sync runs. */
  firstSync: {
    done: number;
    estimate: number | null;
    /** Rows a second. */
    rate: number;
    secondsLeft: number | null;
  } | null;
};
