import type { Write } from '#core/ports/target.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Equality } from '#core/values/same-value.ts';
import type { Row } from '#core/values/value.ts';
import { equalityOf } from './sqlite-compare.ts';
import type { Raw } from './sqlite-literal.ts';
import { listed } from './sqlite-snapshot.ts';
import { encodeKey, type Table, type TableColumn } from './sqlite-table.ts';

/** What writes of the same fields have in common: their statements. */
export type RowShape = {
  table: Table;
  key: TableColumn[];
  set: TableColumn[];
  /** What is read before: the key's fields, the guard's and the ones to be set. */
  read: TableColumn[];
  same: Map<string, Equality>;
  /** The condition that finds the row, with the parameters of `keyParameters`. */
  found: string;
  selectSql: string;
  insertSql: string;
  updateSql: string;
  deleteSql: string;
};

/** Shapes of one batch. */
export class RowShapes {
  readonly #tables: Map<string, Table>;
  readonly #shapes = new Map<string, RowShape>();
  readonly #compareIds = new Map<object, number>();

  constructor(tables: Map<string, Table>) {
    this.#tables = tables;
  }

  of(write: Write): RowShape {
    const id = this.#idOf(write);
    const known = this.#shapes.get(id);
    if (known) return known;
    const shape = shapeOf(write, this.#tables.get(write.stream)!);
    this.#shapes.set(id, shape);
    return shape;
  }

  /** No name holds a NUL character; fields in another order only make another shape. */
  #idOf({ stream, op, key, set, guard, compareAs }: Write): string {
    let names = `${stream}\0${op}`;
    for (const row of [key, set, guard]) {
      names += '\0\0';
      if (row !== null) for (const name in row) names += `${name}\0`;
    }
    return compareAs ? `${names}\0${this.#compareId(compareAs)}` : names;
  }

  /** The same object stands on every write of a lane side. */
  #compareId(compareAs: Record<string, NeutralType>): number {
    const known = this.#compareIds.get(compareAs);
    if (known !== undefined) return known;
    this.#compareIds.set(compareAs, this.#compareIds.size);
    return this.#compareIds.size - 1;
  }
}

function shapeOf({ op, key, set, guard, compareAs }: Write, table: Table): RowShape {
  const keys = Object.keys(key).map((field) => columnOf(table, field));
  const creates = op === 'insert' || op === 'upsert';
  const fields =
    op === 'delete'
      ? []
      : creates
        ? [...new Set([...Object.keys(key), ...Object.keys(set)])]
        : Object.keys(set);
  const columns = fields.map((field) => columnOf(table, field));
  const guarded = guard && !creates ? Object.keys(guard).map((field) => columnOf(table, field)) : [];
  const read = [...new Set([...keys, ...guarded, ...columns])];
  const found = `WHERE ${keys.map(isKey).join(' AND ')}`;
  return {
    table,
    key: keys,
    set: columns,
    read,
    same: new Map(read.map((column) => [column.name, equalityOf(column, compareAs?.[column.name])])),
    found,
    selectSql: `SELECT ${listed(read)} FROM ${table.quoted} ${found}`,
    // A constraint's own way with conflicts (to replace the row in its way, say) must not have its way.
    insertSql: `INSERT OR ABORT INTO ${table.quoted} (${listed(columns)}) VALUES (${columns.map(() => '?').join(', ')})`,
    updateSql: `UPDATE OR ABORT ${table.quoted} SET ${columns.map(({ quoted }) => `${quoted} = ?`).join(', ')} ${found}`,
    deleteSql: `DELETE FROM ${table.quoted} ${found}`,
  };
}

/** The index finds what the column takes for the same key; another spelling is another record's. */
function isKey({ quoted, field }: TableColumn): string {
  return field.folds === undefined ? `${quoted} = ?` : `${quoted} = ? AND ${quoted} = ? COLLATE BINARY`;
}

/** The values that find the row by the shape's statements. */
export function keyParameters(shape: RowShape, key: Row): Raw[] {
  return keyValues(shape, key).flatMap((value, i) =>
    shape.key[i]!.field.folds === undefined ? [value] : [value, value],
  );
}

/** The key's values. */
export function keyValues(shape: RowShape, key: Row): Raw[] {
  return shape.key.map((column) => encodeKey(column, key[column.name] ?? null));
}
