import type { SpelledType, TypeWish } from '#core/ports/table-maker.ts';
import { describeType } from '#core/values/describe-type.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { isListed } from './mysql-column-form.ts';
import type { MysqlDialect } from './mysql-dialect.ts';
import { quoteText } from './mysql-names.ts';

/** Bytes that the entries of one index, and the fields of one row that are kept in it, may have. */
const INDEX_BYTES = 3072;
const ROW_BYTES = 60_000;
/** Bytes of a character in utf8mb4, and characters that a key is given where nothing says how many it needs. */
const CHARACTER = 4;
const USUAL_KEY = 255;
/** Digits of the widest decimal, and those of them that its fraction gets where nothing bounds it. */
const DECIMAL = { digits: 65, fraction: 30 };

export type SpellingRules = {
  dialect: MysqlDialect;
  /** The setting that lists fields of type tinyint(1) that hold numbers. */
  numbers: string | undefined;
};

const plain: Partial<Record<NeutralType['kind'], string>> = {
  int16: 'smallint',
  int32: 'int',
  int64: 'bigint',
  uint64: 'bigint unsigned',
  float32: 'float',
  float64: 'double',
  date: 'date',
  json: 'json',
};

/** The type that a wish gets here, and what introspection gives back for it. */
export function spellMysqlType(wish: TypeWish, rules: SpellingRules): SpelledType {
  const { type, from } = wish;
  const foreign = /^(uuid|inet[46])\b/.test(from.nativeType) && !rules.dialect.mariadb;
  if (from.connector === 'mysql' && !foreign) {
    return { nativeType: from.nativeType, type, reason: 'The same type as in the source.', warning: null };
  }
  const known = plain[type.kind];
  if (known) return spelled(known, type, `Takes every ${from.nativeType} of the source.`);
  switch (type.kind) {
    case 'boolean':
      return isListed(rules.numbers, wish.stream, wish.field)
        ? spelled('bit(1)', type, 'The settings of the connection say that tinyint(1) holds numbers here.')
        : spelled('tinyint(1)', type, 'A boolean is a tinyint(1) here.');
    case 'text':
      return spellText(wish, type.max);
    case 'bytes':
      return wish.indexedWith > 0
        ? spelled(
            `varbinary(${keyLength(wish, 1)})`,
            type,
            'Part of an index, which bounds its length.',
            longer,
          )
        : spelled('longblob', type, 'Bytes without a limit.');
    case 'decimal':
      return spellDecimal(type, wish);
    case 'enum':
      return spellEnum(type, wish);
    case 'time':
      return spelled(`time(${type.precision})`, type, 'As fine as in the source.');
    case 'timestamp':
      return spelled(`datetime(${type.precision})`, type, 'As fine as in the source.');
    case 'timestamptz':
      return spelled(
        `datetime(${type.precision})`,
        { kind: 'timestamp', precision: type.precision },
        'A timestamp ends in 2038 here; datetime takes every moment, written in UTC.',
      );
    case 'uuid':
      return spellUuid(type, wish, rules);
    case 'array':
      return spelled('json', { kind: 'json' }, 'There are no lists; a list of JSON holds the same items.');
    case 'interval':
      return spelled(
        'varchar(64)',
        { kind: 'text', max: 64 },
        'There is no interval; its text is kept.',
        'Nothing here keeps a text from being no interval.',
      );
    default:
      return asText(type);
  }
}

/** MariaDB's own type refuses some values that RFC 9562 does not know. */
function spellUuid(type: NeutralType, { profile }: TypeWish, { dialect }: SpellingRules): SpelledType {
  const asText = (reason: string) => spelled('varchar(36)', { kind: 'text', max: 36 }, reason);
  if (!dialect.mariadb || !isAtLeast(dialect.version, [10, 7])) {
    return asText('There is no uuid; its text has 36 characters.');
  }
  if (profile?.oddUuids)
    return asText('Some values are no UUIDs of RFC 9562, which the type uuid refuses here.');
  const warning = 'Values that are no UUIDs of RFC 9562 will not fit; their records will wait as failed.';
  return spelled('uuid', type, 'The same here.', profile && profile.rows > profile.nulls ? null : warning);
}

const longer = 'Longer values will not fit; their records will wait as failed.';

function spelled(
  nativeType: string,
  type: NeutralType,
  reason: string,
  warning: string | null = null,
): SpelledType {
  return { nativeType, type, reason, warning };
}

function asText(type: NeutralType): SpelledType {
  const reason = `${describeType(type)} has no peer here; longtext keeps its text.`;
  return spelled('longtext', { kind: 'text' }, reason, `${describeType(type)} becomes plain text.`);
}

/** Texts of an index need a length, and all the texts that are kept in a row share its room. */
function spellText(wish: TypeWish, max: number | undefined): SpelledType {
  if (wish.indexedWith > 0) {
    const most = keyLength(wish, CHARACTER);
    const length = Math.min(max ?? most, most);
    const reason = max === length ? 'As long as in the source.' : 'Part of an index, which needs a length.';
    return spelled(
      `varchar(${length})`,
      { kind: 'text', max: length },
      reason,
      max === length ? null : longer,
    );
  }
  if (max === undefined) return spelled('longtext', { kind: 'text' }, 'A text without a limit.');
  if (max * CHARACTER <= ROW_BYTES / Math.max(wish.fieldCount, 1)) {
    return spelled(`varchar(${max})`, { kind: 'text', max }, 'As long as in the source.');
  }
  const reason = 'Too long to be kept in a row with its other fields: its length is not bounded here.';
  if (max * CHARACTER < 2 ** 16) return spelled('text', { kind: 'text', max: 65_535 }, reason);
  return spelled('longtext', { kind: 'text' }, reason);
}

/** What an index leaves to one of its fields: the usual length, or as much as sampled values need. */
function keyLength({ indexedWith, profile }: TypeWish, bytes: number): number {
  const room = Math.floor(INDEX_BYTES / bytes / indexedWith);
  return Math.min(room, Math.max(USUAL_KEY, (profile?.longest ?? 0) * 2));
}

function spellDecimal(
  { precision, scale = 0 }: { precision?: number; scale?: number },
  { profile }: TypeWish,
): SpelledType {
  const whole = precision === undefined ? null : precision - scale;
  const fraction = Math.max(scale, 0);
  if (whole !== null && fraction <= DECIMAL.fraction && Math.max(whole, 0) + fraction <= DECIMAL.digits) {
    const digits = Math.max(whole, 0) + fraction;
    const type = { kind: 'decimal', precision: digits, scale: fraction } as const;
    return spelled(`decimal(${digits},${fraction})`, type, 'As wide as in the source.');
  }
  const seen = profile?.digits?.whole ?? 0;
  const most = Math.max(0, Math.min(DECIMAL.fraction, DECIMAL.digits - seen));
  const type = { kind: 'decimal', precision: DECIMAL.digits, scale: most } as const;
  return spelled(
    `decimal(${DECIMAL.digits},${most})`,
    type,
    'A decimal needs bounds here; this is the widest one.',
    `Numbers with more than ${DECIMAL.digits - most} digits before the point will not fit; digits after the ${most}th behind it are dropped.`,
  );
}

/** Blanks at the end of a value, and values that differ only in them, are not kept apart by an enum. */
function spellEnum(type: { kind: 'enum'; values: string[] }, wish: TypeWish): SpelledType {
  const fits =
    type.values.length > 0 && type.values.every((value) => value.length <= 255 && !/ $/.test(value));
  if (!fits) return spellText(wish, Math.max(1, ...type.values.map((value) => value.length)));
  const reason = `With the ${type.values.length} values of the source.`;
  return spelled(`enum(${type.values.map(quoteText).join(',')})`, type, reason);
}

function isAtLeast(version: string, [major, minor]: [number, number]): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}
