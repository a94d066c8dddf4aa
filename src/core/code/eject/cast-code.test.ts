import { expect, test } from 'vitest';
import { expectEqual, fieldNamed, type GivenPair } from '#testing/ejected-pair.ts';
import { sampleTypes } from '#testing/value-fixtures.ts';
import { textCast } from '../../values/cast-table.ts';
import { describeType } from '../../values/describe-type.ts';
import { NotInCode } from './not-in-code.ts';

const pairs = sampleTypes
  .flatMap((from) => sampleTypes.map((to) => [from, to] as const))
  .filter(([from, to]) => !('refused' in textCast(from, to)));
test(`all ${pairs.length} come to the same in code, or are said not to be for it`, {
  timeout: 60_000,
}, () => {
  const left: string[] = [];
  for (const [from, to] of pairs) {
    const given: GivenPair = { left: [fieldNamed('a', from)], right: [fieldNamed('b', to)] };
    try {
      expectEqual(given, 25);
      expectEqual({ ...given, left: [fieldNamed('a', from, { nullable: false })] }, 10);
    } catch (error) {
      if (!(error instanceof NotInCode)) throw error;
      left.push(`${describeType(from)} to ${describeType(to)}`);
    }
  }
  expect(left).toMatchInlineSnapshot(`
      [
        "text to json",
        "text to array of int32",
        "text to array of decimal(12,2)",
        "text to array of text",
        "text(8) to json",
        "text(8) to array of int32",
        "text(8) to array of decimal(12,2)",
        "text(8) to array of text",
        "json to text",
        "json to text(8)",
        "json to array of int32",
        "json to array of decimal(12,2)",
        "json to array of text",
        "array of int32 to text",
        "array of int32 to text(8)",
        "array of int32 to json",
        "array of int32 to array of decimal(12,2)",
        "array of int32 to array of text",
        "array of decimal(12,2) to text",
        "array of decimal(12,2) to text(8)",
        "array of decimal(12,2) to json",
        "array of decimal(12,2) to array of int32",
        "array of decimal(12,2) to array of text",
        "array of text to text",
        "array of text to text(8)",
        "array of text to json",
        "array of text to array of int32",
        "array of text to array of decimal(12,2)",
      ]
    `);
});
