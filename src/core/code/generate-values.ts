import fc from 'fast-check';
import { arrayText } from '../values/array-text.ts';
import { fitDecimal, wholeRanges } from '../values/decimal-text.ts';
import { floatText } from '../values/float-text.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { fitMoment, fitTime } from '../values/time-text.ts';
import type { Row, Value } from '../values/value.ts';
import type { CodeField } from './code-field.ts';

/** Moments on which code about times goes wrong: clocks that are set, leap days, the ends of years and of calendars. */
const moments = [
  '2026-03-29 00:59:59.999999',
  '2026-03-29 01:00:00',
  '2026-10-25 00:30:00',
  '2026-10-25 01:30:00',
  '2026-03-08 07:00:00',
  '2026-11-01 06:30:00',
  '2024-02-29 12:00:00',
  '2025-12-31 23:59:59.999999',
  '1970-01-01 00:00:00',
  '1969-12-31 23:59:59.5',
  '1900-02-28 00:00:00',
  '2000-02-29 23:00:00',
  '0001-01-01 00:00:00',
  '9999-12-31 23:59:59',
  '10000-01-01 00:00:00',
  '0044-03-15 12:00:00 BC',
  'infinity',
];

const texts = [
  '',
  ' ',
  ' leading',
  'trailing ',
  'two  spaces',
  'Ada Lovelace',
  'Anne-Marie O’Neil',
  'a,b;c|d',
  '"quoted" \\ it\'s',
  'line\nbreak\ttab',
  'Straße',
  'İstanbul',
  'Zoë',
  'Zoe\u0308',
  'ﬃ',
  '日本語',
  'שלום',
  '😀👩‍👩‍👧',
  'null',
  '0',
  '-1.50',
  '1e3',
  '2026-03-29',
  'true',
  'ada@example.com',
  '+44 20 7946 0958',
  '__proto__',
];

/**
 * Values of a type in canonical texts, those on which code goes wrong first among equals. What code cannot
 * be given back (NaN, infinities) is left out. `native` types give only `known` texts, since nobody else knows their form.
 *
 * @param known texts of the type that are known to occur
 */
export function valuesOf(type: NeutralType, known: readonly string[] = []): fc.Arbitrary<string> {
  const made = madeValues(type);
  if (known.length === 0) return made ?? fc.constant('');
  const seen = fc.constantFrom(...known);
  return made ? fc.oneof({ withCrossShrink: true }, { arbitrary: made, weight: 4 }, seen) : seen;
}

/**
 * Rows with a value for each field, null too where it may be.
 *
 * @param known rows that are known to occur, whose values are mixed in
 */
export function rowsOf(fields: readonly CodeField[], known: readonly Row[] = []): fc.Arbitrary<Row> {
  const columns = fields.map(({ name, type, nullable }): [string, fc.Arbitrary<Value>] => {
    const seen = [...new Set(known.map((row) => row[name]))].filter((value) => typeof value === 'string');
    const values = valuesOf(type, seen);
    return [name, nullable ? fc.option(values, { nil: null, freq: 7 }) : values];
  });
  // Names such as `__proto__` stay fields: no object is built from them before the end.
  return fc
    .tuple(...columns.map(([, values]) => values))
    .map((values) => Object.fromEntries(columns.map(([name], index) => [name, values[index] ?? null])));
}

/** Null where nothing can be made up. */
function madeValues(type: NeutralType): fc.Arbitrary<string> | null {
  switch (type.kind) {
    case 'boolean':
      return fc.constantFrom('f', 't');
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint64':
      return wholes(wholeRanges[type.kind]);
    case 'decimal':
      return decimals(type);
    case 'float32':
      return fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => floatText(plain(value), 32));
    case 'float64':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => floatText(plain(value), 64));
    case 'text':
      return limited(type.max);
    case 'bytes':
      return fc.uint8Array({ maxLength: 40 }).map((bytes) => `\\x${[...bytes].map(hex).join('')}`);
    case 'date':
      return momentTexts((text) => fitMoment(text, 'date', 0));
    case 'timestamp':
      return momentTexts((text) => fitMoment(text, 'timestamp', type.precision));
    case 'timestamptz':
      return momentTexts((text) => fitMoment(text, 'timestamptz', type.precision));
    case 'time':
      return momentTexts((text) => fitTime(/\d\d:\d\d:[\d.]+/.exec(text)?.[0] ?? '24:00:00', type.precision));
    case 'interval':
      return intervals;
    case 'uuid':
      return fc.uuid();
    case 'json':
      return fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
    case 'enum':
      return type.values.length > 0 ? fc.constantFrom(...type.values) : null;
    case 'array': {
      const elements = madeValues(type.of);
      if (!elements) return fc.constant('{}');
      return fc.array(fc.option(elements, { nil: null, freq: 9 }), { maxLength: 5 }).map(arrayText);
    }
    default:
      return null;
  }
}

/** Small numbers as often as those at the ends of the range. */
function wholes([least, most]: readonly [bigint, bigint]): fc.Arbitrary<string> {
  const beyond = 2n ** 53n + 1n;
  const edges = [least, most, -1n, beyond].filter((edge) => edge >= least && edge <= most);
  return shrinking(
    fc.bigInt({ min: least < -1000n ? -1000n : least, max: 1000n }),
    fc.bigInt({ min: least, max: most }),
    fc.constantFrom(...edges),
  ).map(String);
}

function decimals(type: {
  precision?: number | undefined;
  scale?: number | undefined;
}): fc.Arbitrary<string> {
  const scale = type.scale ?? (type.precision === undefined ? 4 : 0);
  const most = 10n ** BigInt(type.precision ?? 30) - 1n;
  const small = most < 100_000n ? most : 100_000n;
  return shrinking(
    fc.bigInt({ min: -small, max: small }),
    fc.bigInt({ min: -most, max: most }),
    fc.constantFrom(0n, most, -most),
  ).map((digits) => fitDecimal(`${digits}e${-scale}`, type.precision, scale));
}

function limited(max: number | undefined): fc.Arbitrary<string> {
  const fit = (text: string) => (max === undefined ? text : [...text].slice(0, max).join(''));
  const long = fc
    .integer({ min: 1, max: Math.min(max ?? 2000, 2000) })
    .map((length) => 'long '.repeat(length));
  const words = fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }), { maxLength: 4 });
  return shrinking(
    fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    words.map((each) => each.join(' ')),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom(...texts),
    long,
  ).map(fit);
}

function momentTexts(fit: (text: string) => string): fc.Arbitrary<string> {
  const any = fc
    .date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, 23).replace('T', ' '));
  const micros = fc
    .tuple(fc.constantFrom(...moments.slice(0, -3)), fc.nat(999_999))
    .map(([text, fraction]) => `${text.slice(0, 19)}.${String(fraction).padStart(6, '0')}`);
  return fc.oneof(any, fc.constantFrom(...moments), micros).map(fit);
}

const intervals = fc.oneof(
  fc.constantFrom('00:00:00', '1 day', '-1 days', '1 mon', '1 year 2 mons -3 days +04:05:06.789', '27:00:00'),
  fc.tuple(fc.integer({ min: 2, max: 400 }), fc.nat(86_399)).map(([days, seconds]) => {
    const clock = new Date(seconds * 1000).toISOString().slice(11, 19);
    return seconds === 0 ? `${days} days` : `${days} days ${clock}`;
  }),
);

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** One of these; what fails is then looked for among the first, plain ones. */
function shrinking<T>(...from: fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ withCrossShrink: true }, ...from);
}

/** A float's digits without the sign of zero, which code cannot be relied on to keep. */
function plain(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}
