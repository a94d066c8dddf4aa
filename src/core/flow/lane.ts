import type { Side } from '../change/change-event.ts';
import type { CodeEntry } from '../code/code-form.ts';
import type { CodeProgram } from '../code/code-program.ts';
import type { CodeUses } from '../code/code-use.ts';
import type { MatchForm } from '../matching/match-form.ts';
import type { PairTransform } from '../transform/transform.ts';
import type { Field, StreamSchema } from '../values/stream-schema.ts';
import type { Breaker } from './breaker.ts';
import type { Deletes, Direction, FilterLeave, FirstMeeting, Rule } from './flow-graph.ts';

/** One end of a lane. */
export type LaneEnd = {
  nodeId: string;
  /** Name of the connection in the workspace. */
  connection: string;
  /** As the mapping sees it. */
  stream: StreamSchema;
  /** Absent where that is as the system has it. */
  view?: LaneView;
};

/** A code node of a lane: all that it takes to run it, but for its modules' sources. */
export type LaneCode = Omit<CodeProgram, 'modules'> & {
  nodeId: string;
  /** Versions of the modules that it imports, by name. */
  modules: Readonly<Record<string, number>>;
  /** How the node is called. Absent, like `uses`, where nobody has looked at its TypeScript. */
  title?: string;
  /** What its functions do with the fields that they are given; one that is absent may use all of them. */
  uses?: CodeUses;
};

/** A step between a system's records and what the mapping sees of them. */
export type ViewStep =
  /** The record is not carried where it does not meet the filter; `fields` are those that it is told by. */
  | { kind: 'filter'; filter: LaneFilter; fields: Field[] }
  /**
   * `see` makes of a record what the next step is given, `back` the other way; null where there is no way back.
   * `passing`: behind a mapping, the fields that pass unchanged there; the view's own where it is absent.
   */
  | {
      kind: 'code';
      code: LaneCode;
      see: CodeEntry;
      back: CodeEntry | null;
      leave: FilterLeave;
      passing?: string[];
    }
  | MappingStep;

/** The work of a mapping behind which code stands: makes of each record of the side one in the other side's fields. */
export type MappingStep = {
  kind: 'mapping';
  nodeId: string;
  /** The side in whose fields the records come out. */
  to: Side;
  /** Fields that the pairs read, and those that they make. */
  given: Field[];
  made: Field[];
  pairs: MappedPair[];
};

/** What a mapping step takes of a pair. */
export type MappedPair = Pick<LaneField, 'left' | 'right' | 'direction' | 'key' | 'parts' | 'transform'>;

/** What code makes of a side's records before the lane pairs them with the other side's. */
export type LaneView = {
  /** The stream as the system has it. */
  own: StreamSchema;
  /** From the endpoint to the mapping; on a one-way lane with code behind the mapping, through that to the other endpoint. */
  steps: ViewStep[];
  /** Fields that find the record, or may: they are the same on both ends of the view. */
  passing: string[];
  /** Fields that tell the records apart which code makes of one; absent where it makes one of each. */
  several?: string[];
};

/** A field pair with everything defaulted. Its casts are compiled from the two fields' types. */
export type LaneField = {
  left: string;
  right: string;
  direction: Direction;
  rule: Rule;
  /** Part of `match`, or the pair of keys that links tie: finds the record. */
  key: boolean;
  /**
   * Its values are keys of that lane's linked records, and are translated by its links; on a linked
   * lane's key pair the lane itself. `flipped`: that lane's left is on the side of this one's right.
   */
  through?: { lane: string; flipped: boolean };
  /** The side on which the field was made for this pair: at first it is empty there. */
  made?: 'left' | 'right';
  /**
   * Where a side is not one field: the fields that the pair joins there, in its order. `left` or `right`
   * is then their names together, and a row's value under it the list of their texts.
   */
  parts?: { left?: string[]; right?: string[] };
  /** What values go through, beyond the cast. */
  transform?: PairTransform;
};

/** How the two sides' records find each other when they first meet; never, where `by` is empty. */
export type LaneLink = { by: { left: string; right: string; form?: Exclude<MatchForm, 'exact'> }[] };

/** A condition that records of a side must meet to be carried from there. */
export type LaneFilter = {
  nodeId: string;
  condition: string;
  leave: FilterLeave;
  /** Conditions of which they must meet none: one that cannot be told of a record is not met. */
  except?: string[];
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
  /** Each side makes its own keys. Absent where the sides share one. */
  link?: LaneLink;
  /** Key pairs first, then the others, in the mapping's order. */
  fields: LaneField[];
  rule: Rule;
  deletes: Deletes;
  first: FirstMeeting;
  /** By the side whose records they are about; absent where every record is carried. */
  filters?: Partial<Record<Side, LaneFilter[]>>;
  /** Code that its rules name, by node id. */
  merges?: Record<string, LaneCode>;
  /** Absent in versions that were compiled before there was one: the default limits hold for them. */
  breaker?: Breaker | 'off';
};
