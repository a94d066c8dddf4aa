import type { Direction } from '../flow/flow-graph.ts';
import type { WantedField, WantedTable } from './wanted-change.ts';

/** A field of a table that was derived from a stream, with why it is as it is. */
export type DerivedField = WantedField & {
  /** The source's field, and its type as the source spells it. */
  source: string;
  sourceType: string;
  /** Why this type, one sentence or two. */
  reason: string;
  /** What may be lost or refused. */
  warnings: string[];
  /** Not made, since a person said so or no value could go there. */
  leftOut: boolean;
  /** Which way values can go between the two fields; source is left. Null where none can. */
  direction: Direction | null;
};

/** A table that was derived from a stream of another system. */
export type DerivedTable = {
  /** The source's stream. */
  source: string;
  table: WantedTable;
  fields: DerivedField[];
  /** Pairs (source, new field) that find the same record on both sides; empty where nothing does. */
  match: [string, string][];
  /** What is otherwise than in the source, one sentence each. */
  notes: string[];
};
