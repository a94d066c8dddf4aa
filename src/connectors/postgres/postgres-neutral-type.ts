import type { NeutralType } from '#core/values/neutral-type.ts';

/** A type as the catalogue describes it, domains already resolved to their base. */
export type CatalogType = {
  schema: string;
  name: string;
  /** pg_type.typtype: `b`ase, `c`omposite, `e`num, `r`ange, `m`ultirange, `d`omain, `p`seudo. */
  kind: string;
  /** Length, precision and scale as packed by the server; -1 where there is none. */
  modifier: number;
  enumValues: string[];
  /** The element's type, for an array. */
  element: CatalogType | null;
  /** Exact spelling, for what has no neutral peer. */
  spelled: string;
};

const plain: Record<string, NeutralType> = {
  bool: { kind: 'boolean' },
  int2: { kind: 'int16' },
  int4: { kind: 'int32' },
  int8: { kind: 'int64' },
  float4: { kind: 'float32' },
  float8: { kind: 'float64' },
  bytea: { kind: 'bytes' },
  date: { kind: 'date' },
  interval: { kind: 'interval' },
  uuid: { kind: 'uuid' },
  json: { kind: 'json' },
  jsonb: { kind: 'json' },
  text: { kind: 'text' },
  name: { kind: 'text', max: 63 },
};

/** The neutral type of a PostgreSQL type; `native` where it has no peer. */
export function neutralType(type: CatalogType): NeutralType {
  if (type.element) return { kind: 'array', of: neutralType(type.element) };
  if (type.kind === 'e') return { kind: 'enum', values: type.enumValues };
  // citext belongs to an extension, and is a text to everybody else.
  if (type.name === 'citext') return { kind: 'text' };
  if (type.kind !== 'b' || type.schema !== 'pg_catalog') return { kind: 'native', name: type.spelled };
  const { name, modifier } = type;
  switch (name) {
    case 'numeric':
      return modifier < 0 ? { kind: 'decimal' } : { kind: 'decimal', ...numericModifier(modifier) };
    case 'varchar':
    case 'bpchar':
      return modifier < 0 ? { kind: 'text' } : { kind: 'text', max: modifier - 4 };
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return { kind: name, precision: modifier < 0 ? 6 : modifier };
    default:
      return plain[name] ?? { kind: 'native', name: type.spelled };
  }
}

/** The scale is a signed 11-bit number since PostgreSQL 15. */
function numericModifier(modifier: number): { precision: number; scale: number } {
  const packed = modifier - 4;
  return { precision: packed >> 16, scale: ((packed & 0x7ff) ^ 1024) - 1024 };
}
