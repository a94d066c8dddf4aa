/** What the deployed version does at one node: as of now, or what it did in a past minute. */
export type NodeLive = {
  /** `ran` and `rested`: of a past minute. */
  phase: 'starting' | 'first-sync' | 'live' | 'tripped' | 'paused' | 'failing' | 'ran' | 'rested';
  /** Changes carried since the first deployment, both ways; within the minute where it is a past one. */
  carried: number;
  /** Changes a minute, now. */
  perMinute: number;
  /** Changes a minute over the last minutes, the oldest first; for the sparkline. */
  history: readonly number[];
  /** The slower direction's delay from commit to commit, milliseconds; null while nothing passes. */
  lagMs: number | null;
  held: number;
  parked: number;
  /** Changes of a past minute that were parked or failed. */
  failed: number;
  /** Endpoints only, while the first sync runs. */
  firstSync: {
    done: number;
    estimate: number | null;
    /** Rows a second. */
    rate: number;
    secondsLeft: number | null;
  } | null;
};
