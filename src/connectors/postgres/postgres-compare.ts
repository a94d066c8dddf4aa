import type { NeutralType } from '#core/values/neutral-type.ts';
import type { TableColumn } from './postgres-table.ts';

/**
 * `left` and `right`, both of the column's type, hold the same value; null equals null. With a coarser
 * type both are cast to it first, so that a finer value counts as equal to its own rounded echo.
 */
export function sameValue(
  column: TableColumn,
  left: string,
  right: string,
  coarser: NeutralType | undefined,
): string {
  if (coarser) {
    const scale = scaleOf(coarser);
    // Rounded without the coarser type's range: a value beyond it, or infinity, differs and is no error.
    if (column.numeric && scale !== null) {
      return `round(${left}::numeric, ${scale}) IS NOT DISTINCT FROM round(${right}::numeric, ${scale})`;
    }
    const type = comparisonType(coarser);
    return `CAST(${left} AS ${type}) IS NOT DISTINCT FROM CAST(${right} AS ${type})`;
  }
  switch (column.equality) {
    case 'operator':
      return `${left} IS NOT DISTINCT FROM ${right}`;
    case 'text':
      return `${left}::text IS NOT DISTINCT FROM ${right}::text`;
    case 'bytes':
      return `${left} COLLATE "C" IS NOT DISTINCT FROM ${right} COLLATE "C"`;
  }
}

/** Digits after the point, for a number type that fixes them. */
function scaleOf(type: NeutralType): number | null {
  if (type.kind === 'decimal') return type.precision === undefined ? null : (type.scale ?? 0);
  return ['int16', 'int32', 'int64', 'uint64'].includes(type.kind) ? 0 : null;
}

/** The PostgreSQL type in which values of a neutral type are compared. */
function comparisonType(type: NeutralType): string {
  switch (type.kind) {
    case 'boolean':
      return 'boolean';
    case 'int16':
      return 'smallint';
    case 'int32':
      return 'integer';
    case 'int64':
      return 'bigint';
    case 'uint64':
      return 'numeric(20,0)';
    case 'float32':
      return 'real';
    case 'float64':
      return 'double precision';
    case 'decimal':
      return type.precision === undefined ? 'numeric' : `numeric(${type.precision},${type.scale ?? 0})`;
    case 'text':
      return type.max === undefined ? 'text' : `varchar(${type.max})`;
    case 'bytes':
      return 'bytea';
    case 'time':
      return `time(${type.precision})`;
    case 'timestamp':
      return `timestamp(${type.precision})`;
    case 'timestamptz':
      return `timestamp(${type.precision}) with time zone`;
    // jsonb has an equality, json has none; enums of two systems meet as their labels.
    case 'json':
      return 'jsonb';
    case 'enum':
      return 'text';
    case 'native':
      return 'text';
    case 'array':
      return `${comparisonType(type.of)}[]`;
    case 'date':
    case 'interval':
    case 'uuid':
      return type.kind;
  }
}
