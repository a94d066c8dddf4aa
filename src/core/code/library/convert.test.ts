import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { fieldOf, sampleTypes, textsOf } from '#testing/value-fixtures.ts';
import { pairConversion } from '../../transform/pair-conversion.ts';
import { Transform } from '../../transform/transform.ts';
import { compileCast } from '../../values/cast.ts';
import { castKind } from '../../values/cast-table.ts';
import { sideEquality } from '../../values/same-value.ts';
import { readCodeValue, writeCodeValue } from '../code-value.ts';
import * as convert from './convert.ts';

const types = sampleTypes.filter(({ kind }) => kind !== 'json');
const pairs = types.flatMap((from) =>
  types.filter((to) => !('refused' in castKind(from, to))).map((to) => ({ from, to })),
);

/** What work comes to, or that it comes to nothing. */
const settled = (work: () => unknown) => {
  try {
    return { value: work() };
  } catch {
    return 'it does not fit';
  }
};

test('values come to code and back as they were', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...types).chain((type) => textsOf(type).map((text) => ({ type, text }))),
      ({ type, text }) => {
        const back = writeCodeValue(readCodeValue(text, type), type);
        expect(sideEquality(fieldOf(type))(back, text), `${text} became ${back}`).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a cast does what it does between two fields', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...pairs).chain((pair) => textsOf(pair.from).map((text) => ({ ...pair, text }))),
      ({ from, to, text }) => {
        const engine = compileCast(fieldOf(from), fieldOf(to)).convert;
        const given = readCodeValue(text, from);
        const canonical = writeCodeValue(given, from);
        expect(settled(() => convert.cast(given, from, to))).toEqual(
          settled(() => readCodeValue(engine(canonical), to)),
        );
      },
    ),
    { numRuns: 1500 },
  );
});

describe('steps', () => {
  const text = { kind: 'text' } as const;

  test('are those of a pair', () => {
    const steps = [Transform.parse({ kind: 'trim' }), Transform.parse({ kind: 'phone', country: 'DE' })];
    expect(convert.steps(' 030 123456 ', steps, text, text)).toBe('+4930123456');
    expect(convert.steps(null, steps, text, text)).toBeNull();
    expect(() => convert.steps('nobody', steps, text, text)).toThrow(/step 2 .*: it is not a phone number/);
  });

  test('lead back where they have a way', () => {
    const steps = [Transform.parse({ kind: 'unit', from: 'm', to: 'cm' })];
    expect(convert.steps('1.5', steps, { kind: 'decimal' }, { kind: 'float64' })).toBe(150);
    expect(convert.steps(150, steps, { kind: 'float64' }, { kind: 'decimal' }, { inverse: true })).toBe(
      '1.5',
    );
  });

  test('take several fields, and make several', () => {
    const steps = [Transform.parse({ kind: 'template', text: '{first} {last}' })];
    const parts = { first: text, last: text };
    const both = convert.fields({ first: 'Ada', last: 'Lovelace' }, steps, parts, { name: text });
    expect(both).toEqual({ name: 'Ada Lovelace' });
    expect(convert.fields({ name: 'Ada King' }, steps, { name: text }, parts, { inverse: true })).toEqual({
      first: 'Ada',
      last: 'King',
    });
    const constant = [Transform.parse({ kind: 'constant', value: '7' })];
    expect(convert.fields({}, constant, {}, { n: { kind: 'int64' } })).toEqual({ n: 7n });
  });

  test('do what the engine does, whichever list they are in', () => {
    const step = Transform.parse({ kind: 'scale', factor: '2.54', digits: 1 });
    const from = { kind: 'decimal' } as const;
    const trim = Transform.parse({ kind: 'trim' });
    const sides = {
      left: { fields: [fieldOf(from)], name: 'a' },
      right: { fields: [fieldOf(text)], name: 'b' },
    };
    const engine = pairConversion(sides, { forward: [step] }, 'forward').right;
    fc.assert(
      fc.property(textsOf({ kind: 'decimal', precision: 12, scale: 4 }), (value) => {
        const wanted = settled(() => engine?.(value));
        expect(settled(() => convert.steps(value, [step], from, text))).toEqual(wanted);
        expect(settled(() => convert.steps(value, [step, trim], from, text))).toEqual(wanted);
      }),
    );
  });

  test('what cannot be taken says why', () => {
    const steps = [Transform.parse({ kind: 'unit', from: 'm', to: 'kg' })];
    expect(() => convert.steps('1', steps, { kind: 'decimal' }, text)).toThrow('m cannot be given in kg');
    expect(() => convert.cast(1, { kind: 'int64' }, text)).toThrow('it is a number, and a bigint was wanted');
  });
});

test('blanks that pad a text are no part of it', () => {
  expect(convert.cast('ab  ', { kind: 'text', max: 4, padded: true }, { kind: 'text', max: 4 })).toBe('ab');
});

test('results have the types that code sees', () => {
  const enumeration = { kind: 'enum', values: ['a', 'b'] } as const;
  expectTypeOf(convert.cast('a', { kind: 'text' }, enumeration)).toEqualTypeOf<'a' | 'b'>();
  expectTypeOf(convert.cast(null as number | null, { kind: 'int32' }, { kind: 'int64' })).toEqualTypeOf<
    bigint | null
  >();
  expectTypeOf(convert.cast([1], { kind: 'json' }, { kind: 'array', of: { kind: 'int16' } })).toEqualTypeOf<
    number[]
  >();
});
