import type { Pair } from './pair.ts';
import type { FuzzTable } from './scenario.ts';

/** The table with types that both systems have: lists are PostgreSQL's alone, elsewhere they are JSON. */
export function fitToPair(table: FuzzTable, pair: Pair): FuzzTable {
  if (pair.left.dialect.hasLists && pair.right.dialect.hasLists) return table;
  const columns = table.columns.map((column) =>
    column.kind === 'list' ? { ...column, type: { left: 'jsonb', right: 'jsonb' } } : column,
  );
  return { ...table, columns };
}
