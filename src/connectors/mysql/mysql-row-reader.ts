import type { Row, Value } from '#core/values/value.ts';
import type { ArrayRow } from './mysql-database.ts';
import type { TableColumn } from './mysql-table.ts';
import { selected, textReader } from './mysql-value-text.ts';

/** How rows of some columns are selected, and read from what arrives. */
export type RowReader = {
  /** The select list over `alias`. */
  selected(alias: string): string;
  /** The canonical values, in order. @param from where the columns begin in the row */
  values(row: ArrayRow, from?: number): Value[];
  row(this: void, row: ArrayRow): Row;
};

/** @param columns what is read, in order */
export function rowReader(columns: TableColumn[]): RowReader {
  const readers = columns.map(textReader);
  const values = (row: ArrayRow, from = 0): Value[] =>
    readers.map((read, i) => {
      const text = row[from + i] ?? null;
      return text === null || read === null ? text : read(text);
    });
  return {
    selected: (alias) => columns.map((column) => selected(column, `${alias}.${column.quoted}`)).join(', '),
    values,
    row(row) {
      const made: Row = {};
      const read = values(row);
      for (let i = 0; i < columns.length; i++) made[columns[i]!.name] = read[i]!;
      return made;
    },
  };
}
