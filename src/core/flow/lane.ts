import type { StreamSchema } from '../values/stream-schema.ts';
import type { Breaker } from './breaker.ts';
import type { Deletes, Direction, FirstMeeting, Rule } from './flow-graph.ts';

/** One end of a lane. */
export type LaneEnd = {
  nodeId: string;
  /** Name of the connection in the workspace. */
  connection: string;
  stream: StreamSchema;
};

/** A field pair with everything defaulted. Its casts are compiled from the two fields' types. */
export type LaneField = {
  left: string;
  right: string;
  direction: Direction;
  rule: Rule;
  /** Part of `match`: finds the record. */
  key: boolean;
};

/** One compiled path between two endpoints: all that the engine needs to know, as plain data. */
export type Lane = {
  /** `<left node>-<mapping node>-<right node>`; the engine prefixes the flow's id. */
  id: string;
  left: LaneEnd;
  right: LaneEnd;
  mappingNodeId: string;
  conflictNodeId: string | null;
  /** Ids of the edges that the lane runs along, in order. */
  edgeIds: string[];
  direction: Direction;
  /** Key pairs first, then the others, in the mapping's order. */
  fields: LaneField[];
  rule: Rule;
  deletes: Deletes;
  first: FirstMeeting;
  /** Absent in versions that were compiled before there was one: the default limits hold for them. */
  breaker?: Breaker | 'off';
};
