import { ByteWriter, parquetWriteRows, type SchemaElement } from 'hyparquet-writer';
import type { ExportColumn, ExportTable } from './export-table.ts';

/** Rows that are held at once. */
const GROUP = 5_000;

/**
 * Parquet: times in microseconds as such, long numbers as 64-bit integers, rows as JSON. What is held at once is one
 * group of rows.
 */
export async function* writeParquet<T>({ columns, pages }: ExportTable<T>): AsyncGenerator<Uint8Array> {
  const sink = new PageWriter();
  const written = Promise.resolve(
    parquetWriteRows({
      writer: sink,
      rows: rowsOf(columns, pages),
      // The least and greatest of JSON texts help no reader, and would be held for every group.
      columns: columns.map(({ name, kind }) => ({
        name,
        statistics: kind !== 'document',
        offsetIndex: false,
      })),
      schema: [{ name: 'line', num_children: columns.length }, ...columns.map(elementOf)],
      rowGroupSize: GROUP,
    }),
  ).then(
    () => sink.close(),
    (error: unknown) => sink.fail(error),
  );
  try {
    yield* sink.read();
  } finally {
    sink.stop();
    await written;
  }
}

async function* rowsOf<T>(
  columns: ExportTable<T>['columns'],
  pages: ExportTable<T>['pages'],
): AsyncGenerator<Record<string, unknown>> {
  for await (const page of pages) {
    for (const row of page)
      yield Object.fromEntries(columns.map((column) => [column.name, parquetValue(column, row)]));
  }
}

function parquetValue<T>(column: ExportColumn<T>, row: T): unknown {
  const value = column.value(row) ?? undefined;
  if (value === undefined || column.kind === 'text' || column.kind === 'int') return value;
  return column.kind === 'document' ? value : BigInt(value as string | number);
}

function elementOf<T>({ name, kind }: ExportColumn<T>): SchemaElement {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  switch (kind) {
    case 'int':
      return { ...optional, type: 'INT32' };
    case 'digits':
      return { ...optional, type: 'INT64' };
    case 'micros':
      return { ...optional, type: 'INT64', converted_type: 'TIMESTAMP_MICROS' };
    case 'document':
      return { ...optional, type: 'BYTE_ARRAY', converted_type: 'JSON' };
    case 'text':
      return { ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
  }
}

/** Hands on what is written group by group; the next one is not begun before the last was taken. */
class PageWriter extends ByteWriter {
  readonly #full: Uint8Array[] = [];
  #taken: (() => void) | null = null;
  #filled: (() => void) | null = null;
  #ended = false;
  #stopped = false;
  #error: unknown = null;

  async flush(): Promise<void> {
    if (this.#stopped) throw new Error('Nobody reads the export any more.');
    this.#push();
    await new Promise<void>((resolve) => {
      this.#taken = resolve;
    });
  }

  override finish(): void {
    this.#push();
  }

  close(): void {
    this.#ended = true;
    this.#filled?.();
  }

  fail(error: unknown): void {
    if (!this.#stopped) this.#error = error;
    this.close();
  }

  /** Ends a writer that waits for its reader. */
  stop(): void {
    this.#stopped = true;
    this.#taken?.();
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = this.#full.shift();
      if (bytes) yield bytes;
      else if (this.#error) throw this.#error;
      else if (this.#ended) return;
      else {
        const filled = new Promise<void>((resolve) => {
          this.#filled = resolve;
        });
        this.#taken?.();
        await filled;
      }
    }
  }

  #push(): void {
    this.#full.push(this.getBytes().slice());
    this.index = 0;
    this.#filled?.();
  }
}
