import { SyncError } from '#core/errors/sync-error.ts';
import type { PlacedWrite } from '#core/writing/write-group.ts';
import type { Failure, SqliteApplyBatch } from './sqlite-apply-batch.ts';
import { keyParameters, keyValues } from './sqlite-row-shape.ts';
import { listed } from './sqlite-snapshot.ts';
import type { ForeignKey, Table } from './sqlite-table.ts';

/**
 * The references among the file's tables. Those that may wait (DEFERRABLE INITIALLY DEFERRED) would show only at the
 * commit, and then for all rows at once: so they are looked at before.
 */
export class References {
  readonly anyDeferred: boolean;
  readonly #tables: Map<string, Table>;

  constructor(tables: Table[]) {
    this.#tables = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
    this.anyDeferred = tables.some(({ deferred }) => deferred);
  }

  /** Which of these rows, once written, refer to a row that is not there, or are missed by one that refers to them. */
  brokenBy(batch: SqliteApplyBatch, items: PlacedWrite[]): Failure[] {
    return items.flatMap((item): Failure[] => {
      const table = batch.shapes.of(item.write).table;
      const broken =
        item.write.op === 'delete' ? this.#missedBy(batch, table, item) : this.#missing(batch, table, item);
      if (broken === null) return [];
      return [{ item, error: new SyncError('FOREIGN_KEY_VIOLATION', broken) }];
    });
  }

  #missing({ writer, shapes }: SqliteApplyBatch, table: Table, { write }: PlacedWrite): string | null {
    const shape = shapes.of(write);
    const key = keyParameters(shape, { ...write.key, ...write.set });
    for (const foreignKey of table.foreignKeys) {
      const parent = this.#tables.get(foreignKey.parent.toLowerCase());
      const columns = foreignKey.fields.flatMap((field) => table.columns.get(field) ?? []);
      const values = writer.get(`SELECT ${listed(columns)} FROM ${table.quoted} ${shape.found}`, ...key);
      if (!values || values.includes(null)) continue;
      const named = parent && columnsOf(parent, foreignKey.parentFields);
      const there =
        named &&
        writer.get(
          `SELECT 1 FROM ${parent.quoted} WHERE ${named.map((name) => `${name} = ?`).join(' AND ')}`,
          ...values,
        );
      if (!there) return `${table.stream} refers to a row of ${foreignKey.parent} that is not there.`;
    }
    return null;
  }

  #missedBy({ writer, shapes }: SqliteApplyBatch, table: Table, { write }: PlacedWrite): string | null {
    const shape = shapes.of(write);
    for (const child of this.#tables.values()) {
      for (const foreignKey of child.foreignKeys.filter((each) =>
        this.#refersBy(each, table, Object.keys(write.key)),
      )) {
        const key = keyValues(shape, write.key);
        const values = foreignKey.parentFields.map(
          (field) => key[shape.key.findIndex(({ name }) => name === field)] ?? null,
        );
        const fields = columnsOf(child, foreignKey.fields);
        const there = writer.get(
          `SELECT 1 FROM ${child.quoted} WHERE ${fields.map((name) => `${name} = ?`).join(' AND ')} LIMIT 1`,
          ...values,
        );
        if (there) return `A row of ${child.stream} refers to the row.`;
      }
    }
    return null;
  }

  #refersBy({ parent, parentFields }: ForeignKey, table: Table, key: string[]): boolean {
    return (
      parent.toLowerCase() === table.name.toLowerCase() && parentFields.every((field) => key.includes(field))
    );
  }
}

function columnsOf(table: Table, fields: string[]): string[] {
  return fields.flatMap((field) => table.columns.get(field)?.quoted ?? []);
}
