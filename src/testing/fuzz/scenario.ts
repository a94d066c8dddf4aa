import type { Side } from '#core/change/change-event.ts';
import type { Direction } from '#core/flow/flow-graph.ts';
import type { Pair } from './pair.ts';

/** A field pair of a lane under fuzz; on the right its name has `r_` in front. */
export type FuzzColumn = {
  name: string;
  kind: 'key' | 'unique' | 'reference' | 'text' | 'large' | 'number' | 'moment' | 'json' | 'list';
  /** SQL types, as PostgreSQL names them; another system has what comes near. */
  type: Record<Side, string>;
  direction: Direction;
};

/** A value that somebody writes, before it is put into a system's SQL. */
export type FuzzValue =
  | null
  | { number: string }
  /** Repeated so many times, where that is given. */
  | { text: string; times?: number }
  /** In UTC, ISO 8601 without a zone, microseconds. */
  | { moment: string }
  | { json: string }
  | { list: (string | null)[] };

/** A table on each side and the lane between them: `l0` and `r0`, and so on. */
export type FuzzTable = {
  index: number;
  /** Key columns first. */
  columns: FuzzColumn[];
  identity: Record<Side, 'FULL' | 'DEFAULT'>;
  /** The table that the reference column refers to; it may be this one. */
  parent: number | null;
  onDelete: 'NO ACTION' | 'CASCADE' | 'SET NULL';
  /** Constraints are checked at the end of a transaction. */
  deferrable: boolean;
  direction: Direction;
  conflict: {
    rule: object;
    fields: Record<string, object>;
    deletes: { carry: string; againstUpdate: string };
    first: { onlyLeft: string; onlyRight: string; differ: object };
  };
};

/** One thing that somebody does (where it empties a table, `truncates` has its place), `wait` milliseconds after the thing before. */
export type FuzzStep = { wait: number } & (
  | { actor: Side; sql: string; truncates?: number }
  | { actor: 'engine'; does: 'stop' | 'start' }
  /** SIGKILL for the whole server, which then starts again. Drawn by no seed: it takes servers of its own. */
  | { actor: 'server'; side: Side; does: 'crash' }
  | {
      actor: 'network';
      side: Side;
      does: 'cut' | 'slow' | 'quick' | 'lose the answer to a commit' | 'freeze' | 'thaw';
    }
);

/** Everything that a seed stands for. The same seed gives the same scenario; what meets what is up to the clock. */
export type Scenario = {
  seed: number;
  pair: Pair;
  tables: FuzzTable[];
  /** Rows that are there before the flow is. */
  initial: Record<Side, string[]>;
  /** Connections break, on average, once in so many seams; null: never. */
  faultEvery: number | null;
  /** Writes begin while the first sync runs. */
  duringFirstSync: boolean;
  /** After all is quiet the engine is started once more, and nothing may move. */
  restartAtEnd: boolean;
  steps: FuzzStep[];
};

export const columnName = (column: FuzzColumn, side: Side): string =>
  side === 'left' ? column.name : `r_${column.name}`;

export const tableName = (table: Pick<FuzzTable, 'index'>, side: Side): string =>
  `${side === 'left' ? 'l' : 'r'}${table.index}`;

export const keysOf = (table: FuzzTable) => table.columns.filter((column) => column.kind === 'key');

/** What the table's reference refers to. */
export function referenceOf(
  table: FuzzTable,
  tables: FuzzTable[],
  side: Side,
): { table: string; key: string; type: string } | null {
  const parent = table.parent === null ? undefined : (tables[table.parent] ?? table);
  const key = parent?.columns[0];
  if (!parent || !key) return null;
  return { table: tableName(parent, side), key: columnName(key, side), type: key.type[side] };
}

/** Does somebody other than the engine write this column on this side? */
export function isWrittenOn(table: FuzzTable, column: FuzzColumn, side: Side): boolean {
  const away = side === 'left' ? 'backward' : 'forward';
  return table.direction !== away && column.direction !== away;
}
