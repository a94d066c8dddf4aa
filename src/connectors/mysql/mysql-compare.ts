import type { MysqlDialect } from './mysql-dialect.ts';
import { zeroOf } from './mysql-literal.ts';
import type { TableColumn } from './mysql-table.ts';

/**
 * The column's value in the row `alias` is exactly the one in `right` (made by `literalOf`), null the same
 * as null: texts byte by byte, whatever the collation.
 */
export function exactly(dialect: MysqlDialect, column: TableColumn, alias: string, right: string): string {
  const name = `${alias}.${column.quoted}`;
  const exact = `COLLATE ${dialect.exactCollation}`;
  switch (column.form.kind) {
    case 'float32':
      return `(${name} + 0e0) <=> ${right}`;
    case 'text':
      return `${utf8(column, name)} ${exact} <=> ${right}`;
    case 'json':
      return dialect.mariadb
        ? `${utf8(column, name)} ${exact} <=> ${right}`
        : `CAST(${name} AS CHAR) ${exact} <=> ${right}`;
    case 'enum':
    case 'set':
      return `CONVERT(${name} USING utf8mb4) ${exact} <=> ${right}`;
    case 'uuid':
    case 'inet':
      return `CONVERT(CAST(${name} AS CHAR) USING utf8mb4) ${exact} <=> ${right}`;
    case 'opaque':
      return `HEX(${name}) <=> HEX(${right})`;
    default: {
      // A zero date that is shown as null is one.
      const zero = column.zeroDates === 'empty' && column.nullable ? zeroOf(column) : null;
      return zero === null ? `${name} <=> ${right}` : `NULLIF(${name}, ${zero}) <=> ${right}`;
    }
  }
}

function utf8({ charset }: TableColumn, name: string): string {
  return charset === 'utf8mb4' ? name : `CONVERT(${name} USING utf8mb4)`;
}

/** The rows `left` and `right` have the same key, by the column's own rules. @param right of `valueRows` */
export function keyEquals(dialect: MysqlDialect, column: TableColumn, left: string, right: string): string {
  const placed = placedKey(column, right);
  // What the column's own characters cannot spell must not become another key on the way.
  const whole =
    isText(column) && !holdsEveryText(column)
      ? ` AND CONVERT(${placed.converted} USING utf8mb4) COLLATE ${dialect.exactCollation} = ${right}`
      : '';
  const name = column.form.kind === 'float32' ? `${left}.${column.quoted} + 0e0` : `${left}.${column.quoted}`;
  return `${name} = ${placed.sql}${whole}`;
}

/** A value of `valueRows` as a value of the column's own type and collation, for comparison and order. */
export function placedKey(column: TableColumn, value: string): { sql: string; converted: string } {
  if (isText(column) && column.collation !== null) {
    const converted = holdsEveryText(column) ? value : `CONVERT(${value} USING ${column.charset})`;
    return { sql: `(${converted} COLLATE ${column.collation})`, converted };
  }
  const type = column.form.kind === 'uuid' || column.form.kind === 'inet' ? column.field.nativeType : null;
  const sql = type === null ? value : `CAST(${value} AS ${type})`;
  return { sql, converted: sql };
}

function isText({ form }: TableColumn): boolean {
  return ['text', 'enum', 'set', 'json'].includes(form.kind);
}

function holdsEveryText({ charset }: TableColumn): boolean {
  return charset === 'utf8mb4';
}
