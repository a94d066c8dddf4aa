import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runEjected } from '#testing/run-ejected.ts';
import { fieldOf, textsOf } from '#testing/value-fixtures.ts';
import { compileCondition } from '../../expression/compile-condition.ts';
import { Misfit } from '../../values/misfit.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import type { Row } from '../../values/value.ts';
import { filterSource } from './eject-filter.ts';

const types: Record<string, NeutralType> = {
  plan: { kind: 'text' },
  email: { kind: 'text' },
  state: { kind: 'enum', values: ['new', 'open', 'done'] },
  visits: { kind: 'int32' },
  big: { kind: 'int64' },
  price: { kind: 'decimal', precision: 8, scale: 2 },
  active: { kind: 'boolean' },
  born: { kind: 'date' },
  tags: { kind: 'array', of: { kind: 'text' } },
  score: { kind: 'float64' },
  'Odd name': { kind: 'text' },
};
const fields = Object.entries(types).map(([name, type]) => fieldOf(type, { name }));
const some: Record<string, fc.Arbitrary<string>> = {
  plan: fc.constantFrom('free', 'paid', 'PAID', ''),
  email: fc.constantFrom('ada@example.com', 'x', ' Ada@Example.com'),
  visits: fc.integer({ min: -3, max: 12 }).map(String),
  born: fc.constantFrom('1990-05-01', '2020-01-31', 'infinity'),
  score: fc.double({ min: -5, max: 5, noNaN: true }).map(String),
  'Odd name': fc.constantFrom('a', 'b'),
};
const rows: fc.Arbitrary<Row> = fc.record(
  Object.fromEntries(
    fields.map(({ name, type }) => [name, fc.option(some[name] ?? textsOf(type), { nil: null, freq: 4 })]),
  ),
);

const conditions = [
  'plan != "free" && !isNull(email)',
  'plan == "free" || email.contains("@")',
  '!(plan == "free" || email.contains("@"))',
  '!(active && visits > 3)',
  'active || visits <= 3',
  'state in ["new", "open"] && !(plan in ["paid"])',
  'state == "lost"',
  'lower(plan) == "paid" && trim(email).startsWith("ada")',
  'visits > 3 && visits != 7 || plan < "m"',
  'big > 100 || price >= decimal("9.99")',
  'year(born) > 2000 || plan == "free"',
  '!(year(born) > 2000) && !isNull(born)',
  'tags.exists(t, t == "x") || size(email) > 3',
  'visits / (visits - 3) > 1 || !isNull(plan)',
  'score > 1.5 ? active : plan == "free"',
  'ifNull(plan, "free") == "free"',
  'field("Odd name") == "a" && email.endsWith(plan)',
  'true || active',
  '(visits + 1 > 3 ? (active) : (plan == "free")) && (tags.exists(t, t == "x"))',
  '(plan + "(" == "paid(") || ((visits % 2) == (1))',
];

describe('a filter in code lets the same records through', () => {
  test.each(conditions)('%s', async (condition) => {
    const { holds } = compileCondition({ fields }, condition);
    const meets = (row: Row) => {
      try {
        return holds(row);
      } catch (error) {
        if (error instanceof Misfit) return false;
        throw error;
      }
    };
    const source = filterSource(condition, fields);
    const given = fields.map(({ name, type, nullable }) => ({ name, type, nullable }));
    const functions = runEjected(source, given, given);
    const sample = fc.sample(rows, 400);
    const { results } = await functions.run('filter', sample);
    for (const [at, row] of sample.entries()) {
      expect(results[at], JSON.stringify({ row, source })).toEqual({ kind: 'keep', keep: meets(row) });
    }
  });
});

test('reads as somebody would have written it', () => {
  expect(
    filterSource('plan != "free" && !isNull(email)', fields),
  ).toBe(`export function filter(record: Input): boolean {
  return record.plan !== null && record.plan !== 'free' && record.email !== null;
}
`);
  expect(
    filterSource('year(born) > 2000 || plan == "free"', fields),
  ).toBe(`import { convert } from 'syncline';

const condition = convert.condition('year(born) > 2000', { born: 'text' });

export function filter(record: Input): boolean {
  return condition({ born: record.born }) === true || record.plan === 'free';
}
`);
});
