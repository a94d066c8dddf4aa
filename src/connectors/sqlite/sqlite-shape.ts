import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own } from './sqlite-names.ts';
import type { Table } from './sqlite-table.ts';

/** What a table looked like when its triggers were made: what the values of a change mean. */
export type Shape = {
  id: number;
  stream: string;
  columns: ShapeColumn[];
  key: string[];
  /** Sets of values that no two rows share, the key among them, each field with its collation. */
  uniques: { field: string; collation: string }[][];
};
export type ShapeColumn = { name: string; declared: string };

/** The table's shape as a text; the same text for the same shape. */
export function shapeText(table: Table): string {
  const columns = [...table.columns.values()].map(({ name, declared }) => ({ name, declared }));
  const uniques = table.uniqueSets.map((fields) =>
    fields.map((field) => ({ field, collation: table.columns.get(field)?.collation ?? 'BINARY' })),
  );
  return JSON.stringify({ columns, key: table.key, uniques });
}

/** Every shape that was ever written down and is still referred to. */
export function readShapes(handle: SqliteHandle): Map<number, Shape> {
  const rows = handle.all(`SELECT id, stream, columns FROM ${own.shape} ORDER BY id`);
  return new Map(
    rows.map(([id, stream, text]) => [
      Number(id),
      {
        id: Number(id),
        stream: String(stream),
        ...(JSON.parse(String(text)) as Omit<Shape, 'id' | 'stream'>),
      },
    ]),
  );
}

/** The newest shape of a stream with its text; null where there is none. */
export function latestShape(handle: SqliteHandle, stream: string): { id: number; text: string } | null {
  const row = handle.get(
    `SELECT id, columns FROM ${own.shape} WHERE stream = ? ORDER BY id DESC LIMIT 1`,
    stream,
  );
  return row && { id: Number(row[0]), text: String(row[1]) };
}
