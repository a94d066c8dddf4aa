import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldOf } from '#testing/value-fixtures.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Row } from '../values/value.ts';
import { compileCondition } from './compile-condition.ts';
import { compileExpression } from './compile-expression.ts';
import { ExpressionProblem } from './expression-problem.ts';

const types: Record<string, NeutralType> = {
  name: { kind: 'text' },
  note: { kind: 'text' },
  size: { kind: 'int64' },
  big: { kind: 'uint64' },
  price: { kind: 'decimal', precision: 12, scale: 2 },
  ratio: { kind: 'float64' },
  done: { kind: 'boolean' },
  at: { kind: 'timestamptz', precision: 6 },
  tags: { kind: 'array', of: { kind: 'text' } },
  'First Name': { kind: 'text' },
  int: { kind: 'int32' },
};
// Written apart: a literal's own constructor has a type that this is not.
const named: [string, NeutralType][] = [...Object.entries(types), ['constructor', { kind: 'text' }]];
const fields: Field[] = named.map(([name, type]) => fieldOf(type, { name }));
const row: Row = {
  name: 'Ann',
  note: null,
  size: '9223372036854775807',
  big: '18446744073709551615',
  price: '0.10',
  ratio: '0.1',
  done: 't',
  at: '2026-11-26 09:30:15.123456+00',
  tags: '{red,"blue sky"}',
  'First Name': 'Bo',
  int: '7',
};

row['constructor' as string] = 'c';

const value = (text: string, more: Row = {}) => compileExpression(fields, text).evaluate({ ...row, ...more });

describe('what expressions give', () => {
  const cases: [string, string | null][] = [
    ['name + " " + field("First Name")', 'Ann Bo'],
    ['constructor', 'c'],
    ['field("int") + 1', '8'],
    ['size', '9223372036854775807'],
    ['big == 18446744073709551615u', 't'],
    ['price * 3', '0.30'],
    ['price + decimal("0.2") == decimal("0.3")', 't'],
    ['1 - price', '0.90'],
    ['3 > price && price >= 0', 't'],
    ['round(price * decimal("0.125"), 2)', '0.01'],
    ['divide(decimal(1), decimal(3), 5)', '0.33333'],
    ['int(decimal("12.0"))', '12'],
    ['ratio + 0.2', '0.30000000000000004'],
    ['decimal(ratio) + decimal("0.2")', '0.3'],
    ['done ? "yes" : "no"', 'yes'],
    ['isNull(note)', 't'],
    ['ifNull(note, "none") + "!"', 'none!'],
    ['ifNull(field("First Name"), "x")', 'Bo'],
    ['onlyIf(size > 5, name)', 'Ann'],
    ['onlyIf(size < 5, name)', null],
    ['year(at) * 100 + month(at)', '202611'],
    ['date(at)', '2026-11-26'],
    ['at < "2027"', 't'],
    ['join(tags, "; ")', 'red; blue sky'],
    ['tags.exists(t, t.startsWith("blue"))', 't'],
    ['tags.filter(t, t != "red")', '{"blue sky"}'],
    ['split("a,b", ",")', '{a,b}'],
    ['substring("añ😀x", 1, 3)', 'ñ😀'],
    ['find("😀x", "x")', '1'],
    ['replace(name, "n", "nn")', 'Annnn'],
    ['matches(name, "^A(nn|b)$")', 't'],
    ['matches("a1", "[^\\\\d]\\\\d{1,2}$")', 't'],
    ['size(name)', '3'],
  ];
  test.each(cases)('%s gives %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });
});

describe('a value that an expression cannot take is refused for its row, with the reason', () => {
  const cases: [string, Row, string][] = [
    ['note + "x"', {}, 'note is null'],
    ['field("First Name")', { 'First Name': null }, 'First Name is null'],
    ['size + 1', {}, 'integer overflow'],
    ['size / (size - size)', {}, 'division by zero'],
    ['divide(price, decimal(0), 2)', {}, 'divided by zero'],
    ['price + 1', { price: 'NaN' }, 'price cannot be used: it is not a number'],
    ['int(name)', {}, 'cannot convert to int'],
    ['int(decimal("1.5"))', {}, 'not a whole number'],
    ['size(tags)', { tags: '{a,NULL}' }, 'an element of it is null'],
    ['substring(name, 2, 1)', {}, 'ends before it begins'],
    ['matches(name, note)', { note: '(' }, 'pattern cannot be read'],
    ['matches(name, note)', { note: '(?=a)' }, 'look-around'],
  ];
  test.each(cases)('%s', (text, more, message) => {
    expect(() => value(text, more)).toThrow(message);
    expect(() => value(text, more)).toThrow(expect.objectContaining({ name: 'Misfit' }));
  });
});

function problem(text: string): ExpressionProblem {
  try {
    compileExpression(fields, text);
  } catch (error) {
    if (error instanceof ExpressionProblem) return error;
    throw error;
  }
  throw new Error('It was compiled.');
}

describe('problems have a place, a message and a remedy', () => {
  const cases: [string, string, string, [number, number]?][] = [
    ['nam + "x"', 'No field is called "nam".', 'Did you mean name?', [0, 3]],
    ['name + ', 'Unexpected token: EOF', 'place that is marked'],
    ['name + size', 'No such overload: string + int', 'string(x)', [0, 11]],
    ['price * 1.5', 'decimal * double', 'decimal("1.5")'],
    ['price / price', 'decimal / decimal', 'divide(a, b, digits)'],
    ['name == null', 'string == null', 'isNull(x)'],
    ['ifNull(note, 1)', 'must be of its own type, string, and is int', 'place that is marked', [13, 14]],
    ['isNull(name + "x")', 'There must be a field in isNull', 'Name a field'],
    ['field("Nobody")', 'No field is called "Nobody"', 'The fields are'],
    ['done ? 1 : "a"', 'same type', 'both outcomes'],
    ['size.toString()', 'There is no .toString() here', 'These are known'],
    ['name.lower()', 'There is no .lower() here', 'lower(…)'],
    ['eval("1")', 'There is no function eval', 'These are known'],
    ['[name, [name]]', 'List elements must have the same type', 'place that is marked'],
    ['type(size)', 'There is no function type', 'These are known'],
    ['timestamp("2026-01-01T00:00:00Z")', 'There is no function timestamp', 'These are known'],
    ['{"a": 1}', 'Maps are not made here', 'reference'],
    ['cel.bind(x, name, x + x)', 'There is no .bind() here', 'These are known'],
    ['tags.map(t, name)', 'There is no .map() here', 'These are known'],
    ['tags.all(a, tags.all(b, a == b))', 'inside another loop', 'field of its own'],
  ];
  test.each(cases)('%s', (text, message, remedy, place) => {
    const found = problem(text);
    expect(found.message).toContain(message);
    expect(found.remedy).toContain(remedy);
    if (place) expect([found.from, found.to]).toEqual(place);
  });
});

describe('nothing but the fields is reached', () => {
  const attempts = [
    '__proto__',
    'name.__proto__',
    'name.constructor',
    'tags.constructor',
    'tags["constructor"]',
    'field("__proto__")',
    'field("toString")',
    'price.units',
    'price.constructor.constructor("return process")()',
    'globalThis',
    'process.env',
    'google.protobuf.Timestamp',
    'this',
    'dyn(name).constructor',
    'has(name.constructor)',
    'google',
    'cel',
    'int',
  ];
  test.each(attempts)('%s', (text) => {
    expect(() => compileExpression(fields, text)).toThrow(ExpressionProblem);
  });
});

describe('hostile input is bounded', () => {
  test('an expression is bounded in length, parts and depth', () => {
    expect(problem(`"${'x'.repeat(2000)}"`).message).toContain('2000 are allowed');
    expect(problem(`${'name+'.repeat(350)}name`).message).toMatch(/exceeded|limit|Maximum/i);
    expect(problem(`${'('.repeat(200)}1${')'.repeat(200)}`).message).toMatch(/exceeded|limit|depth/i);
    expect(problem(`${'!'.repeat(500)}done`).message).toMatch(/exceeded|limit|depth/i);
    expect(problem(`${'['.repeat(900)}${']'.repeat(900)}`).message).toMatch(/exceeded|limit|depth/i);
  });

  test('a pattern takes time in proportion to the text, whatever it is', () => {
    expect(value('matches(name, "(a+)+$")', { name: `${'a'.repeat(50_000)}!` })).toBe('f');
    expect(value('matches(name, "(a|a)*(a|a)*(a|a)*b")', { name: 'a'.repeat(50_000) })).toBe('f');
    expect(() => value('matches(name, "((a{1,100}){1,100}){1,100}")')).toThrow('too many');
    expect(() => value('matches(name, "(x{1,20}){1,20}$")', { name: 'x'.repeat(99_999) })).toThrow(
      'takes too long',
    );
  });

  test('texts and lists are bounded on their way in and out', () => {
    expect(() => value('name', { name: 'x'.repeat(100_001) })).toThrow('longer than 100000');
    expect(() => value('size(tags)', { tags: `{${'a,'.repeat(1000)}a}` })).toThrow('more than 1000');
    expect(() => value('size(tags)', { tags: `{${'x'.repeat(60_000)},${'x'.repeat(60_000)}}` })).toThrow(
      'longer than',
    );
    expect(() => value('replace(name, "x", name)', { name: 'x'.repeat(100_000) })).toThrow(
      /takes too long|more than 1000000/,
    );
    expect(() => value('join(split(name, "x"), name)', { name: 'x'.repeat(90_000) })).toThrow(
      /takes too long|more than 1000000/,
    );
    const grown = Array.from({ length: 40 }, () => 'name').join(' + ');
    expect(() => value(grown, { name: 'x'.repeat(100_000) })).toThrow('more than 1000000');
    const squared = Array.from({ length: 20 }, () => 'price').join(' * ');
    expect(() => value(squared, { price: '9'.repeat(200) })).toThrow('too many digits');
  });

  test('whatever the text, it is compiled or refused with a problem', () => {
    const parts = fc.constantFrom(
      ...'name,note,size,price,tags,done,+,-,*,/,==,<,&&,||,!,?,:,(,),[,],.,"a",1,1.5,0u,null,in,all,filter,size(,ifNull(,matches(,field(,","'.split(
        ',',
      ),
      ',',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (texts) => {
        try {
          compileExpression(fields, texts.join(' ')).evaluate(row);
        } catch (error) {
          expect(['ExpressionProblem', 'Misfit']).toContain((error as Error).name);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test('exact decimals agree with whole-number arithmetic', () => {
  const cents = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
  const text = (units: bigint) => {
    const digits = String(units < 0n ? -units : units).padStart(3, '0');
    return `${units < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  const sum = compileExpression(
    [fieldOf({ kind: 'decimal' }, { name: 'a' }), fieldOf({ kind: 'decimal' }, { name: 'b' })],
    'a + b - a * 2',
  );
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      expect(sum.evaluate({ a: text(a), b: text(b) })).toBe(text(b - a));
    }),
  );
});

test('a condition says yes or no of a record, and which fields it reads', () => {
  const condition = compileCondition({ fields }, 'size > 5 && !isNull(name) && field("First Name") == "Bo"');
  expect(condition.reads).toEqual(['name', 'size', 'First Name']);
  expect(condition.holds(row)).toBe(true);
  expect(condition.holds({ ...row, size: '5' })).toBe(false);
  expect(() => compileCondition({ fields }, 'size')).toThrow(
    'A condition says yes or no, and this gives int64.',
  );
});
