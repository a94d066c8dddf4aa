import type { Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { ArrayRow } from './mysql-database.ts';
import { quoteName } from './mysql-names.ts';
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
    // By numbers, since they are read by place and the driver takes no name that objects of its own have.
    selected: (alias) =>
      columns
        .map((column, i) => `${selected(column, `${alias}.${column.quoted}`)} AS ${quoteName(String(i))}`)
        .join(', '),
    values,
    row(row) {
      const made: Row = {};
      const read = values(row);
      for (let i = 0; i < columns.length; i++) put(made, columns[i]!.name, read[i]!);
      return made;
    },
  };
}
