import type { NeutralType } from '#core/values/neutral-type.ts';
import type { CatalogColumn, ColumnForm } from './mysql-column-form.ts';

const signed: Record<string, NeutralType> = {
  tinyint: { kind: 'int16' },
  smallint: { kind: 'int16' },
  mediumint: { kind: 'int32' },
  int: { kind: 'int32' },
  bigint: { kind: 'int64' },
};

const unsigned: Record<string, NeutralType> = {
  tinyint: { kind: 'int16' },
  smallint: { kind: 'int32' },
  mediumint: { kind: 'int32' },
  int: { kind: 'int64' },
  bigint: { kind: 'uint64' },
};

/** The neutral type of a column; `native` where it has no peer. */
export function neutralType(column: CatalogColumn, form: ColumnForm): NeutralType {
  switch (form.kind) {
    case 'whole':
      return (/unsigned/.test(column.columnType) ? unsigned : signed)[column.dataType]!;
    case 'boolean':
    case 'float32':
    case 'float64':
    case 'date':
    case 'uuid':
    case 'json':
    case 'bytes':
      return { kind: form.kind };
    case 'year':
      return { kind: 'int16' };
    case 'bits':
      return ofBits(column.precision ?? 64);
    case 'decimal':
      return { kind: 'decimal', precision: column.precision ?? 10, scale: column.scale ?? 0 };
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return { kind: form.kind, precision: form.precision };
    case 'duration':
      return { kind: 'interval' };
    case 'enum':
      return { kind: 'enum', values: form.labels };
    // Labels with commas between, in the order of the type.
    case 'set':
      return { kind: 'text', max: Math.max(1, form.labels.join(',').length) };
    case 'inet':
      return { kind: 'text', max: column.dataType === 'inet4' ? 15 : 39 };
    case 'text':
      return textType(column);
    case 'opaque':
      return { kind: 'native', name: column.columnType };
  }
}

/** The smallest whole number that has room for so many bits without a sign. */
function ofBits(bits: number): NeutralType {
  if (bits < 16) return { kind: 'int16' };
  if (bits < 32) return { kind: 'int32' };
  return { kind: bits < 64 ? 'int64' : 'uint64' };
}

/** A `longtext` has more room than a statement, so it counts as one without a limit. */
function textType({ dataType, maxLength }: CatalogColumn): NeutralType {
  if (dataType === 'longtext' || maxLength === null) return { kind: 'text' };
  return { kind: 'text', max: Math.max(1, Number(maxLength)) };
}
