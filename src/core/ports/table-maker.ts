import type { ErrorCode } from '../errors/codes.ts';
import type { FieldProfile } from '../tables/profile-fields.ts';
import type { WantedChange } from '../tables/wanted-change.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { PreflightFinding } from './preflight.ts';

/** What a dialect is told of a field for which it chooses a type. */
export type TypeWish = {
  type: NeutralType;
  /** The connector of the source, and the type as that spells it. */
  from: { connector: string; nativeType: string };
  /** What a sample of its values showed; null where none was taken. */
  profile: FieldProfile | null;
  /** How many fields the widest key, unique set, index or reference has that the field is part of; 0: none. */
  indexedWith: number;
  /** How many fields the stream has: some systems bound what a row may hold. */
  fieldCount: number;
  /** Where it shall stand. */
  stream: string;
  field: string;
};

/** A dialect's choice of type. */
export type SpelledType = {
  /** As it stands in a statement. */
  nativeType: string;
  /** What introspection gives back for it. */
  type: NeutralType;
  /** Why this one, one sentence. */
  reason: string;
  /** What may be lost or refused there, one sentence; null where nothing is. */
  warning: string | null;
};

/** One statement of a plan. */
export type DdlStatement = {
  /** The stream that it makes or changes. */
  stream: string;
  /** Without the semicolon at its end. */
  sql: string;
};

/** How a system writes what streams are made of. Pure: what it must know of the server it was given. */
export interface TableDialect {
  /** The longest name of a stream or field. */
  readonly nameLimit: { unit: 'bytes' | 'characters'; max: number };
  /** Names that differ in case alone are the same name. */
  readonly foldsNames: boolean;
  /** The table's own name out of a stream's. */
  tableOf(stream: string): string;
  /** A stream's name for a table, beside streams that are there. */
  streamFor(table: string, beside: readonly string[]): string;
  /** The stream's name as introspection gives it, however it was written. */
  normalStream(stream: string): string;
  spell(wish: TypeWish): SpelledType;
  /** Statements that make these changes, in order; every name is quoted where it must be. */
  statements(changes: readonly WantedChange[]): DdlStatement[];
  /** The statements of a text that a person may have changed, without comments around them. */
  split(sql: string): string[];
}

/** What came of a run of statements, exactly. */
export type DdlReport = {
  /** What ran and stands. */
  ran: string[];
  failed: { sql: string; code: ErrorCode; message: string; detail: string } | null;
  /** What had run before the failure and was taken back with it, where the system can. */
  undone: string[];
  /** What was not tried any more. */
  left: string[];
};

/** Makes and alters streams. */
export interface TableMaker {
  /** How this server writes them. */
  dialect(): Promise<TableDialect>;
  /**
   * The statements for these changes, and what stands in their way on the server: a stream or field
   * that is there already, a missing right with its GRANT. Changes nothing.
   */
  plan(
    changes: readonly WantedChange[],
  ): Promise<{ statements: DdlStatement[]; findings: PreflightFinding[] }>;
  /**
   * Runs statements in order: all or none where the system can take back DDL, else up to the first that
   * fails. A refused statement is told in the report; throws for faults of the connection while nothing stands.
   */
  execute(statements: readonly string[]): Promise<DdlReport>;
}
