/** How a column's values are written. Numbers that a JavaScript number may not hold exactly are texts of digits. */
export type ColumnKind = 'text' | 'int' | 'digits' | 'micros' | 'document';

/** One column of an export: microseconds since 1970 for `micros`, anything that JSON can hold for `document`. */
export type ExportColumn<T> = { name: string } & (
  | { kind: 'text' | 'digits'; value: (row: T) => string | null }
  | { kind: 'int' | 'micros'; value: (row: T) => number | null }
  | { kind: 'document'; value: (row: T) => unknown }
);

/** What is exported, page by page, so that memory does not grow with it. */
export type ExportTable<T> = { columns: readonly ExportColumn<T>[]; pages: AsyncIterable<readonly T[]> };
