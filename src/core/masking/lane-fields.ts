/** What a lane ties together, of whatever version: names alone. */
export type LaneFields = {
  /** With the flow's id before it, as the ledger knows it. */
  laneId: string;
  mappingNodeId: string;
  left: { connection: string; stream: string };
  right: { connection: string; stream: string };
  pairs: {
    /** The name of the pair's column on a side, and the side's own fields behind it. */
    left: string;
    right: string;
    leftParts: string[];
    rightParts: string[];
    key: boolean;
  }[];
};
