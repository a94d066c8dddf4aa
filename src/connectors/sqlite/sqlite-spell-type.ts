import type { SpelledType, TypeWish } from '#core/ports/table-maker.ts';
import { describeType } from '#core/values/describe-type.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { quoteName, quoteText } from './sqlite-names.ts';

/** Digits up to which every decimal is stored exactly. */
const EXACT_DIGITS = 15;

const plain: Partial<Record<NeutralType['kind'], string>> = {
  boolean: 'BOOLEAN',
  int16: 'SMALLINT',
  int32: 'INT4',
  int64: 'BIGINT',
  float32: 'FLOAT4',
  float64: 'DOUBLE',
  bytes: 'BLOB',
  date: 'DATE',
  uuid: 'UUID',
  json: 'JSON',
};

const timed = { time: 'TIME', timestamp: 'DATETIME', timestamptz: 'TIMESTAMPTZ' } as const;

/** The type that a wish gets here, and what introspection gives back for it. */
export function spellSqliteType({ type, from, field }: TypeWish): SpelledType {
  if (from.connector === 'sqlite') {
    return spelled(from.nativeType, type, 'The same type as in the source.');
  }
  const known = plain[type.kind];
  if (known) return spelled(known, type, `Takes every ${from.nativeType} of the source.`);
  switch (type.kind) {
    case 'text':
      return type.max === undefined
        ? spelled('TEXT', type, 'A text without a limit.')
        : spelled(`VARCHAR(${type.max})`, type, 'The length is declared; SQLite does not keep to it.');
    case 'decimal':
      return spellDecimal(type);
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return spelled(`${timed[type.kind]}(${type.precision})`, type, 'As fine as in the source.');
    case 'uint64':
      return spelled(
        'BIGINT',
        { kind: 'int64' },
        'Whole numbers of SQLite have 63 bits and a sign.',
        'Numbers above 9223372036854775807 will not fit.',
      );
    case 'array':
      return spelled('JSON', { kind: 'json' }, 'There are no lists; a list of JSON holds the same items.');
    case 'enum': {
      const values = type.values.map(quoteText).join(', ');
      const reason = `A text that may be one of the ${type.values.length} values of the source.`;
      return spelled(`TEXT CHECK (${quoteName(field)} IN (${values}))`, { kind: 'text' }, reason);
    }
    default: {
      const reason = `${describeType(type)} has no peer here; its text is kept.`;
      return spelled('TEXT', { kind: 'text' }, reason, `${describeType(type)} becomes plain text.`);
    }
  }
}

function spelled(
  nativeType: string,
  type: NeutralType,
  reason: string,
  warning: string | null = null,
): SpelledType {
  return { nativeType, type, reason, warning };
}

function spellDecimal(type: Extract<NeutralType, { kind: 'decimal' }>): SpelledType {
  const { precision, scale = 0 } = type;
  const nativeType = precision === undefined ? 'DECIMAL' : `DECIMAL(${precision},${scale})`;
  const exact = precision !== undefined && precision <= EXACT_DIGITS;
  const warning = exact
    ? null
    : `Numbers with a fraction and more than some ${EXACT_DIGITS} digits will not fit: they could not be stored exactly.`;
  return spelled(nativeType, type, 'As wide as in the source.', warning);
}
