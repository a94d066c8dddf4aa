import fc from 'fast-check';
import { mapArrayText } from '#core/values/array-text.ts';
import { fitNumber } from '#core/values/fit-number.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { isNumberType } from '#core/values/number-cast-kind.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { fitMoment, fitTime, type MomentKind } from '#core/values/time-text.ts';

/** A nullable field of this type, for tests. */
export function fieldOf(type: NeutralType, more: Partial<Field> = {}): Field {
  return {
    name: 'value',
    nativeType: type.kind === 'native' ? type.name : type.kind,
    type,
    nullable: true,
    hasDefault: false,
    readOnly: false,
    comment: null,
    ...more,
  };
}

/** Types of every kind, in several sizes. */
export const sampleTypes: NeutralType[] = [
  { kind: 'boolean' },
  { kind: 'int16' },
  { kind: 'int32' },
  { kind: 'int64' },
  { kind: 'uint64' },
  { kind: 'decimal' },
  { kind: 'decimal', precision: 5, scale: 0 },
  { kind: 'decimal', precision: 12, scale: 2 },
  { kind: 'decimal', precision: 14, scale: 4 },
  { kind: 'decimal', precision: 3, scale: 5 },
  { kind: 'decimal', precision: 3, scale: -2 },
  { kind: 'float32' },
  { kind: 'float64' },
  { kind: 'text' },
  { kind: 'text', max: 8 },
  { kind: 'bytes' },
  { kind: 'date' },
  { kind: 'time', precision: 0 },
  { kind: 'time', precision: 6 },
  { kind: 'timestamp', precision: 0 },
  { kind: 'timestamp', precision: 3 },
  { kind: 'timestamp', precision: 6 },
  { kind: 'timestamptz', precision: 3 },
  { kind: 'timestamptz', precision: 6 },
  { kind: 'interval' },
  { kind: 'uuid' },
  { kind: 'json' },
  { kind: 'enum', values: ['new', 'open', 'done'] },
  { kind: 'enum', values: ['open', 'done', 'lost'] },
  { kind: 'array', of: { kind: 'int32' } },
  { kind: 'array', of: { kind: 'decimal', precision: 12, scale: 2 } },
  { kind: 'array', of: { kind: 'text' } },
  { kind: 'native', name: 'point' },
  { kind: 'native', name: 'tsvector' },
];

const numberText = fc.oneof(
  fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }).map(String),
  fc.integer({ min: -200, max: 200 }).map(String),
  fc
    .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.nat({ max: 9_999_999 }))
    .map(([whole, fraction]) => `${whole}.${fraction}`),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('NaN', 'Infinity', '-Infinity', '-0', '0.00', '0.5', '-0.005', '9223372036854775807'),
);
const momentText = fc
  .record({
    year: fc.integer({ min: 1, max: 12_000 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    micros: fc.integer({ min: 0, max: 86_399_999_999 }),
    end: fc.constantFrom('', '', '+00', '-03:30', ' BC'),
  })
  .map(({ year, month, day, micros, end }) => {
    const two = (n: number) => String(n).padStart(2, '0');
    const seconds = Math.floor(micros / 1e6);
    const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    // PostgreSQL's calendar begins in 4713 BC.
    const counted = end === ' BC' ? (year % 4000) + 1 : year;
    const date = `${String(counted).padStart(4, '0')}-${two(month)}-${two(day)}`;
    return `${date} ${time}.${String(micros % 1e6).padStart(6, '0')}${end}`;
  });

/** Canonical texts of a type, as a log would deliver them. */
export function textsOf(type: NeutralType): fc.Arbitrary<string> {
  if (isNumberType(type)) {
    const bring = fitNumber(type);
    return numberText.chain((text) => {
      try {
        return fc.constant(bring(text));
      } catch {
        return fc.constantFrom('0', '0.001').map(bring);
      }
    });
  }
  switch (type.kind) {
    case 'boolean':
      return fc.constantFrom('t', 'f');
    case 'text':
      return fc
        .oneof(
          fc.string(),
          numberText,
          momentText,
          fc.constantFrom('yes', 'OPEN', 'open', '', ' 7 ', '{1,NULL}'),
        )
        .map((text) => text.slice(0, type.max));
    case 'bytes':
      return fc.uint8Array({ maxLength: 6 }).map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`);
    case 'date':
      return moments('date', 0);
    case 'timestamp':
      return moments('timestamp', type.precision);
    case 'timestamptz':
      return moments('timestamptz', type.precision);
    case 'time':
      return momentText.map((text) => fitTime(/\d\d:\d\d:\d\d\.\d+/.exec(text)?.[0] ?? '', type.precision));
    case 'interval':
      return fc.constantFrom('1 day', '00:00:00', '1 year 2 mons -3 days +04:05:06.789', '-1 days');
    case 'uuid':
      return fc.uuid();
    case 'json':
      return fc.json();
    case 'enum':
      return fc.constantFrom(...type.values);
    case 'array':
      return fc
        .array(fc.option(textsOf(type.of), { nil: null }), { maxLength: 4 })
        .map((values) => mapArrayText(arrayLiteral(values), (value) => value));
    default:
      return fc.string();
  }
}

function moments(kind: MomentKind, precision: number): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 9, arbitrary: momentText.map((text) => fitMoment(text, kind, precision)) },
    { weight: 1, arbitrary: fc.constantFrom('infinity', '-infinity') },
  );
}

/** An array literal with every element quoted. */
export function arrayLiteral(values: (string | null)[]): string {
  return `{${values.map((v) => (v === null ? 'NULL' : `"${v.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}
