import type { NeutralType } from '#core/values/neutral-type.ts';

/** What may stand in a column without a type, or of type ANY: a value of any storage class, as a literal. */
const anyType: NeutralType = { kind: 'native', name: 'any' };

const named: Record<string, NeutralType> = {
  '': anyType,
  ANY: anyType,
  BOOL: { kind: 'boolean' },
  BOOLEAN: { kind: 'boolean' },
  TINYINT: { kind: 'int16' },
  SMALLINT: { kind: 'int16' },
  INT2: { kind: 'int16' },
  MEDIUMINT: { kind: 'int32' },
  INT4: { kind: 'int32' },
  FLOAT4: { kind: 'float32' },
  DATE: { kind: 'date' },
  UUID: { kind: 'uuid' },
  GUID: { kind: 'uuid' },
  JSON: { kind: 'json' },
  JSONB: { kind: 'json' },
};

const timed: Record<string, 'time' | 'timestamp' | 'timestamptz'> = {
  TIME: 'time',
  DATETIME: 'timestamp',
  TIMESTAMP: 'timestamp',
  TIMESTAMPTZ: 'timestamptz',
  DATETIMETZ: 'timestamptz',
  'TIMESTAMP WITH TIME ZONE': 'timestamptz',
  'DATETIME WITH TIME ZONE': 'timestamptz',
};

/**
 * The neutral type of a declared type. Where the name says nothing of its own, the column's affinity
 * decides, by SQLite's rules. https://www.sqlite.org/datatype3.html#determination_of_column_affinity
 */
export function neutralType(declared: string): NeutralType {
  const [, numbers] = /\(\s*([^)]*)\)/.exec(declared) ?? [];
  const name = declared
    .replace(/\([^)]*\)/, ' ')
    .trim()
    .replace(/\s+/g, ' ')
    .toUpperCase();
  const [first, second] = (numbers ?? '').split(',').map((part) => Number.parseInt(part, 10));
  if (named[name]) return named[name];
  const kind = timed[name];
  if (kind) return { kind, precision: first !== undefined && first >= 0 ? Math.min(first, 6) : 6 };
  const size = first !== undefined && first > 0 ? first : undefined;
  if (name.includes('INT')) return { kind: 'int64' };
  if (/CHAR|CLOB|TEXT/.test(name)) return { kind: 'text', ...(size === undefined ? {} : { max: size }) };
  if (name.includes('BLOB')) return { kind: 'bytes' };
  if (/REAL|FLOA|DOUB/.test(name)) return { kind: 'float64' };
  if (size === undefined) return { kind: 'decimal' };
  return {
    kind: 'decimal',
    precision: size,
    scale: second === undefined || Number.isNaN(second) ? 0 : second,
  };
}
