import fc from 'fast-check';
import { expect, test } from 'vitest';
import { castRows, formatRows, leadingValues, withoutRows } from './text-rows.ts';

const value = fc.option(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '\\N', '\\', '\t', 'a\nb\r', '\\t', 'ä€😀', '\b\f\v', 'NULL'),
  ),
);
const rows = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1 }));

const read = (text: ReturnType<typeof formatRows>, width: number) => [...leadingValues(text, width)];

test('rows are read back as they were written', () => {
  fc.assert(
    fc.property(rows, (given) => {
      expect(read(formatRows(given), given[0]!.length)).toEqual(given);
    }),
  );
});

test('rows are left out by their place, and cast column by column', () => {
  fc.assert(
    fc.property(rows, fc.array(fc.nat(20)), (given, places) => {
      const width = given[0]!.length;
      const left = new Set(places);
      const kept = withoutRows(formatRows(given), left);
      expect(read(kept, width)).toEqual(given.filter((_, i) => !left.has(i)));
      const turn = (one: string | null) => (one === null ? 'none' : `${one}\t!`);
      const casts = given[0]!.map((_, i) => (i === width - 1 ? turn : null));
      expect(read(castRows(formatRows(given), casts), width)).toEqual(
        given.map((row) => row.map((one, i) => (i === width - 1 ? turn(one) : one))),
      );
    }),
  );
});
