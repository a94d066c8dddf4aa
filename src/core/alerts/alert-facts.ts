import type { FigureValues } from '../figures/figure.ts';
import type { FlowStatus } from '../ledger/lane-status.ts';

/** What is known of one flow at a moment. */
export type FlowFacts = {
  flowId: string;
  name: string;
  /** What is wanted of it; null when it was never deployed. */
  desired: 'running' | 'paused' | 'deleting' | null;
  /** What the runner last said; null before the first word. */
  status: FlowStatus | null;
  /** How lanes are called, by id. */
  lanes: Record<string, string>;
  /** Figures by the window's minutes: those of the flow, and of each lane. */
  figures: { minutes: number; laneId: string | null; values: FigureValues }[];
  /** Issues that are open, and when each was first seen or last came back, microseconds since 1970. */
  issues: {
    issueId: string;
    laneId: string;
    code: string;
    /** The constraint or the field that is concerned. */
    what: string | null;
    at: number;
    records: number;
  }[];
  /** When the record that is held longest came to be held, by lane, microseconds since 1970. */
  heldSince: Record<string, number>;
  /** Records that were parked, by lane, code and the minute in which it happened. */
  failures: { laneId: string; code: string; at: number; count: number }[];
  /** Breakers that stopped a lane and wait for a person. */
  trips: { laneId: string; side: string; reason: string }[];
  /** Changed streams on which nobody has decided. */
  drifts: { laneId: string; title: string; stopping: boolean }[];
  /** What the last finished comparison of a lane, or of the whole flow, found to differ. */
  differences: { laneId: string | null; count: number }[];
};

/** What rules of a workspace are evaluated on. */
export type AlertFacts = {
  /** Microseconds since 1970, on the store's clock. */
  now: number;
  flows: FlowFacts[];
  /** Runners of the installation that were seen lately. */
  runnersAlive: number;
};
