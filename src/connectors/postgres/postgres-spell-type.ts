import type { SpelledType, TypeWish } from '#core/ports/table-maker.ts';
import { describeType } from '#core/values/describe-type.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { parseStreamName, quoteTable } from './postgres-names.ts';

/** Longest `varchar` and widest `numeric` that a server takes. */
const LONGEST_TEXT = 10_485_760;
const WIDEST_NUMERIC = 1000;
/** Bytes of the longest name, or value of an enum. */
const LONGEST_NAME = 63;

/** Peers that every PostgreSQL has. */
const plain: Partial<Record<NeutralType['kind'], string>> = {
  boolean: 'boolean',
  int16: 'smallint',
  int32: 'integer',
  int64: 'bigint',
  float32: 'real',
  float64: 'double precision',
  bytes: 'bytea',
  date: 'date',
  interval: 'interval',
  uuid: 'uuid',
};

/**
 * The type that a wish gets here, and what introspection gives back for it.
 * @param types every type of the server, as `format_type` spells it
 */
export function spellPostgresType(wish: TypeWish, types: ReadonlySet<string>): SpelledType {
  const { type, from } = wish;
  const own = from.connector === 'postgres';
  const said = `${from.nativeType} of the source`;
  if (own && type.kind !== 'enum' && type.kind !== 'array' && keepsSpelling(wish, types)) {
    return { nativeType: from.nativeType, type, reason: 'The same type as in the source.', warning: null };
  }
  if (type.kind === 'array') {
    const element = spellPostgresType(
      { ...wish, type: type.of, from: { ...from, nativeType: from.nativeType.replace(/\[\]$/, '') } },
      types,
    );
    return { ...element, nativeType: `${element.nativeType}[]`, type: { kind: 'array', of: element.type } };
  }
  if (type.kind === 'enum' && type.values.some((value) => byteLength(value) > LONGEST_NAME)) {
    const reason = 'Some values are longer than an enum takes here; text takes them.';
    return peer(
      'text',
      { kind: 'text' },
      reason,
      'Values that the source does not know are not refused here.',
    );
  }
  if (type.kind === 'enum') {
    const reason = `A type of its own with the ${type.values.length} values of the source.`;
    return { nativeType: enumTypeName(wish.stream, wish.field), type, reason, warning: null };
  }
  if (type.kind === 'uint64') {
    const reason = 'There is no unsigned bigint; numeric(20,0) holds every value.';
    return peer('numeric(20,0)', { kind: 'decimal', precision: 20, scale: 0 }, reason);
  }
  if (type.kind === 'native') {
    const reason = `${type.name} has no peer here; text keeps what it is written as.`;
    return {
      nativeType: 'text',
      type: { kind: 'text' },
      reason,
      warning: `${type.name} becomes plain text.`,
    };
  }
  const spelled = spelledPlainly(type);
  const same = JSON.stringify(spelled.type) === JSON.stringify(type);
  return { ...spelled, reason: same ? `Takes every ${said}.` : spelled.reason };
}

/** The name of the type that an enum field gets. */
export function enumTypeName(stream: string, field: string): string {
  const { schema, table } = parseStreamName(stream);
  const name = [...`${table}_${field}`];
  while (byteLength(name.join('')) > LONGEST_NAME) name.pop();
  return quoteTable({ schema, table: name.join('') });
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** May the source's own spelling stand here too? The server must know the type, and give the same back for it. */
function keepsSpelling({ type, from: { nativeType } }: TypeWish, types: ReadonlySet<string>): boolean {
  const name = nativeType.replace(/\(.*?\)/, '').trim();
  const unbounded = types.has(name) && !['character', '"char"'].includes(name);
  // A domain has rules of its own, and another name for a type that is known.
  return unbounded && (type.kind === 'native' || !name.includes('.') || name.endsWith('.citext'));
}

function peer(
  nativeType: string,
  type: NeutralType,
  reason: string,
  warning: string | null = null,
): SpelledType {
  return { nativeType, type, reason, warning };
}

function spelledPlainly(type: Exclude<NeutralType, { kind: 'array' | 'enum' | 'native' }>): SpelledType {
  const reason = `The nearest to ${describeType(type)}.`;
  switch (type.kind) {
    case 'text':
      return type.max === undefined || type.max > LONGEST_TEXT
        ? peer('text', { kind: 'text' }, reason)
        : peer(`character varying(${type.max})`, type, reason);
    case 'decimal': {
      const { precision, scale = 0 } = type;
      if (precision === undefined || precision > WIDEST_NUMERIC || scale < 0 || scale > precision)
        return peer('numeric', { kind: 'decimal' }, reason);
      return peer(`numeric(${precision},${scale})`, { kind: 'decimal', precision, scale }, reason);
    }
    case 'json':
      return peer('jsonb', type, reason);
    case 'time':
      return peer(`time(${type.precision}) without time zone`, type, reason);
    case 'timestamp':
      return peer(`timestamp(${type.precision}) without time zone`, type, reason);
    case 'timestamptz':
      return peer(`timestamp(${type.precision}) with time zone`, type, reason);
    default:
      return peer(plain[type.kind] ?? 'text', type, reason);
  }
}
