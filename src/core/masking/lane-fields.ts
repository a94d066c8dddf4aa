/** What a lane ties together, of whatever version: names alone. */
export type LaneFields = {
  /** With the flow's id before it, as the ledger knows it. */
  laneId: string;
  mappingNodeId: string;
  left: { connection: string; stream: string };
  right: { connection: string; stream: string };
  /** Fields of a side that its code is given, of which it may make whatever the mapping sees; none where no code stands. */
  coded?: { left: readonly string[]; right: readonly string[] };
  /** Every field that the streams had, mapped or not: a system that refuses a row may quote any of them. */
  every: { left: readonly string[]; right: readonly string[] };
  pairs: {
    /** The name of the pair's column on a side, and the side's own fields behind it. */
    left: string;
    right: string;
    leftParts: string[];
    rightParts: string[];
    key: boolean;
  }[];
};
