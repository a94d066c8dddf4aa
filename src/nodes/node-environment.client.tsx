'use client';

import { type ComponentType, createContext, useContext } from 'react';
import type { Side } from '#core/change/change-event.ts';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeEntry } from '#core/code/code-form.ts';
import type { CodeProblem } from '#core/code/code-problem.ts';
import type { CodeModule, CodeTables } from '#core/code/code-program.ts';
import type { CodeShape } from '#core/code/code-shape.ts';
import type { DebugInput } from '#core/code/debug-input.ts';
import type { LawFindings } from '#core/code/law-report.ts';
import type { NodeSamples } from '#core/code/node-samples.ts';
import type { ModulePins } from '#core/code/pin-modules.ts';
import type { CaseOutcome } from '#core/code/run-cases.ts';
import type { TriedRecord } from '#core/code/tried-record.ts';
import type { FieldPair } from '#core/flow/flow-graph.ts';
import type { Suggestions, Thresholds } from '#core/mapping/suggestion.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { RoundTrip } from '#core/transform/round-trip.ts';
import type { RowsLookedAt } from '#core/transform/rows-looked-at.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import type { ErrorParts } from '#ui/error-notice.tsx';

/** A connection as cards and inspectors need it. */
export type ConnectionInfo = {
  id: string;
  name: string;
  /** The connector's name, e.g. `PostgreSQL`. */
  system: string;
  /** Two letters for its tile. */
  initials: string;
};

/** Something read from the server. */
export type Loaded<T> = { data: T | null; loading: boolean; error: ErrorParts | null; retry: () => void };

/** What stands at one end of the path that a node is on; fields are null while unknown. */
export type PathEnd = {
  connection: string;
  stream: string;
  schema: StreamSchema | null;
  /** The records that the node works on come from the other end, through the mapping. */
  through?: boolean;
};

/** What the matcher says of two streams, and from which confidence on that counts. */
export type FieldSuggestions = Suggestions & { thresholds: Thresholds };

/** What became of the real values of one side of a pair, taken to the other side and back. */
export type RoundTripFinding = RoundTrip & {
  /** Rows of the side that were looked at, and which. */
  rows: number;
  looked: RowsLookedAt;
};

/** Taking the real values of a mapping's two-way pairs there and back. */
export type RoundTripCheck = {
  /** Null where the person may not. */
  check: (() => void) | null;
  checking: boolean;
  /** What was found, by the pair as it was then; null before it was asked for. */
  found: ReadonlyMap<FieldPair | undefined, readonly RoundTripFinding[]> | null;
  /** Why it could not be found out. */
  failure: ErrorParts | null;
};

/** What the server found in the code of a node. */
export type CodeCheckView = {
  /** Null until the code as it is now was checked. */
  problems: readonly CodeProblem[] | null;
  /** The fields of what the function returns, of the code that was checked last; null where its types do not tell. */
  returns: readonly CodeField[] | null;
  checking: boolean;
  /** Why it could not be checked. */
  failure: ErrorParts | null;
};

/** A note that is being written in its place. */
export type NoteEditing = {
  change: (text: string) => void;
  /** @param back the note takes the focus back */
  end: (back: boolean) => void;
};

/** Running and testing the code of a node as it is drawn now. Each rejects with an error for `errorOf`. */
export type CodeProofs = {
  /** Records of the node's stream, as it is given them. */
  samples: Loaded<NodeSamples>;
  /** The record of the ledger that was opened in the node; null where none was. */
  debug: Loaded<DebugInput> | null;
  tryOn: (entry: CodeEntry, inputs: readonly Row[]) => Promise<TriedRecord[]>;
  /** Outcomes of the node's cases, in their order. */
  runCases: () => Promise<CaseOutcome[]>;
  tryLaws: () => Promise<LawFindings>;
};

/** What node cards and inspectors may ask of the application around them. */
export type NodeEnvironment = {
  flowId: string;
  /** Saves the draft now, as it does by itself after a while. */
  save: () => void;
  connections: readonly ConnectionInfo[] | null;
  useStreams: (connection: string) => Loaded<readonly StreamSchema[]>;
  /** @param rows how many; five where it is left out */
  useSample: (connection: string, stream: string, rows?: number) => Loaded<readonly Row[]>;
  /**
   * Records of a side as the node sees them: what code between the endpoint and the node makes of them.
   * Nothing for no side, or while nothing is known of it.
   */
  useSampleAt: (nodeId: string, side: Side | null, rows?: number) => Loaded<readonly Row[]>;
  usePreflight: (connection: string, stream: string) => Loaded<readonly PreflightFinding[]>;
  /**
   * The endpoints on either side of a node; null where no edge leads to one. Their schemas are those that the
   * node sees: code between may have made other fields of a stream's.
   */
  usePathEnds: (nodeId: string) => { left: PathEnd | null; right: PathEnd | null };
  /** Which fields of both sides of a mapping, as it sees them, the matcher pairs, with why; nothing while a side is unknown. */
  useSuggestions: (nodeId: string) => Loaded<FieldSuggestions>;
  /** The side that an endpoint stands on; null where it has both, or is not connected yet. */
  useEndpointSide: (nodeId: string) => Side | null;
  /** The side whose records a filter is about; null while no mapping lies on its path. */
  useFilterSide: (nodeId: string) => Side | null;
  /** What a code node is given and makes; null while it stands on no path whose streams are known. */
  useCodeShape: (nodeId: string) => CodeShape | null;
  /** What the server, which has the last word, finds in the code of a node. */
  useCodeCheck: (nodeId: string) => CodeCheckView;
  /** The flow's look-up tables, by name. */
  useCodeTables: () => CodeTables;
  /** The newest version of every module that the workspace's library offers; null while it is not known. */
  useNewestModules: () => ModulePins | null;
  /** The modules that code pins with all that these import; none while they are not known. */
  useModules: (pins: ModulePins) => readonly CodeModule[];
  /** By branch id the titles of the steps that the branch of a router leads to. */
  useBranchTargets: (nodeId: string) => Readonly<Record<string, string>>;
  /** Removes a branch of a router together with its edges. */
  removeBranch: (nodeId: string, branch: string) => void;
  /** Steps of lanes, with what they are called. */
  useSteps: () => readonly { id: string; title: string }[];
  /** The note is being written in its place; null while it is not. */
  useNoteEditing: (nodeId: string) => NoteEditing | null;
  /** Left field names mapped along the path of a node. */
  useMappedFields: (nodeId: string) => readonly string[];
  /** Code nodes that decide conflicts, with what they are called. */
  useMerges: () => readonly { id: string; title: string }[];
  /** Asks for the stream of an endpoint to be made in its connection; null where the person may not. */
  createStream: ((nodeId: string) => void) | null;
  /** Null where the person may not run code. */
  useCodeProofs: (nodeId: string) => CodeProofs | null;
  /** What the application threw, as people see it. */
  errorOf: (error: unknown) => ErrorParts | null;
  useRoundTrips: (nodeId: string) => RoundTripCheck;
  /** What has changed in the streams of a mapping since it was deployed, with what can be done; nothing where nothing has. */
  MappingDrifts: ComponentType<{ nodeId: string }>;
  links: {
    newConnection: string;
    connection: (id: string) => string;
    /** Held or parked records of the flow. */
    conflicts: (state: 'held' | 'parked') => string;
    records: (filter: Record<string, string>) => string;
    /** A module of the library. */
    module: (name: string) => string;
    /** The workbench that tries how a mapping's records match. */
    match: (mapping: string) => string;
  };
};

const Context = createContext<NodeEnvironment | null>(null);

export const NodeEnvironmentProvider = Context.Provider;

/** What the application offers to cards and inspectors. */
export function useNodeEnvironment(): NodeEnvironment {
  const environment = useContext(Context);
  if (!environment) throw new Error('A node was drawn outside of a NodeEnvironmentProvider.');
  return environment;
}
