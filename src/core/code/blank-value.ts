import type { NeutralType } from '../values/neutral-type.ts';
import type { Row, Value } from '../values/value.ts';
import type { CodeField } from './code-field.ts';

/** A plain value of the field, for what is not known or may not be seen: null where it may be, else nothing of its type. */
export function blankValue({ type, nullable }: Pick<CodeField, 'type' | 'nullable'>): Value {
  return nullable ? null : blankText(type);
}

/** The row with a plain value for every field that it lacks, in the fields' order; what they do not name is left out. */
export function filledRow(fields: readonly CodeField[], row: Row): Row {
  return Object.fromEntries(
    fields.map((field) => {
      const value = Object.hasOwn(row, field.name) ? row[field.name] : undefined;
      return [field.name, value === undefined ? blankValue(field) : value];
    }),
  );
}

function blankText(type: NeutralType): string {
  switch (type.kind) {
    case 'boolean':
      return 'f';
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint64':
    case 'float32':
    case 'float64':
      return '0';
    case 'decimal':
      return (type.scale ?? 0) > 0 ? `0.${'0'.repeat(type.scale ?? 0)}` : '0';
    case 'bytes':
      return '\\x';
    case 'date':
      return '2000-01-01';
    case 'time':
      return '00:00:00';
    case 'timestamp':
      return '2000-01-01 00:00:00';
    case 'timestamptz':
      return '2000-01-01 00:00:00+00';
    case 'interval':
      return '00:00:00';
    case 'uuid':
      return '00000000-0000-0000-0000-000000000000';
    case 'json':
      return 'null';
    case 'enum':
      return type.values[0] ?? '';
    case 'array':
      return '{}';
    default:
      return '';
  }
}
