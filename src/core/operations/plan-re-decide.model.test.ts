import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { again, decided, laneWith, leftBy, line, names, type Rows } from '#testing/re-decide-fixtures.ts';
import type { Base } from '../conflict/base.ts';
import type { Rule } from '../flow/flow-graph.ts';
import type { Row } from '../values/value.ts';
import type { PlanLane } from './record-plan.ts';

const values: Record<string, fc.Arbitrary<string | null>> = {
  text: fc.constantFrom('', 'a', 'bb', 'ccc', null),
  whole: fc.constantFrom('1', '5', '-3', null),
  price: fc.constantFrom('1.10', '2.50', '2.5000', '7.00', null),
  tags: fc.constantFrom('{}', '{a}', '{a,b}', '{b,c}', null),
};
const rowOf = (suffix: string) =>
  fc
    .record(
      Object.fromEntries(
        names.map((name) => [`${name}${suffix}`, values[name] as fc.Arbitrary<string | null>]),
      ),
    )
    .map((row): Row => ({ [`id${suffix}`]: '1', ...row }));
const side = fc.constantFrom('left' as const, 'right' as const);
const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: fc.constantFrom('newest' as const, 'oldest' as const, 'merge' as const), tie: side }),
  fc.record({ kind: fc.constant('prefer' as const), side, unlessEmpty: fc.boolean() }),
  fc.constant({ kind: 'hold' as const }),
);
const rules = fc.record(Object.fromEntries(names.map((name) => [name, rule])));
const times = fc.dictionary(fc.constantFrom(...names, '*'), fc.integer({ min: 1, max: 6 }));
const clock = fc.record({
  offset: fc.integer({ min: -1, max: 1 }),
  uncertainty: fc.integer({ min: 0, max: 1 }),
});
const base: fc.Arbitrary<Base> = fc.oneof(
  rowOf('').map((row): Base => ({ kind: 'values', side: 'left', row })),
  rowOf('_r').map((row): Base => ({ kind: 'values', side: 'right', row })),
  fc.constant<Base>({ kind: 'absent' }),
  fc.constant<Base>({ kind: 'unknown' }),
);
const history = fc.record({
  base,
  first: fc.boolean(),
  left: rowOf(''),
  right: rowOf('_r'),
  touched: fc.record({ left: times, right: times }),
  clock: fc.record({ left: clock, right: clock }),
});

/** Both sides as the lane compares them. */
function digests(lane: PlanLane, rows: Rows) {
  return lane.fields.map((field) => [
    field.left,
    field.digest.left(rows.left?.[field.left] ?? null),
    field.digest.right(rows.right?.[field.right] ?? null),
  ]);
}

describe('deciding again', () => {
  test('by the rules that were in force changes nothing', () => {
    let conflicts = 0;
    fc.assert(
      fc.property(rules, history, (given, from) => {
        const lane = laneWith(given);
        const decision = decided(lane, from);
        if (decision?.kind !== 'write' || !decision.account) return;
        conflicts += 1;
        const plan = again({ fields: given }, lane, [line(decision.account)], leftBy(from, decision));
        expect(plan.kind).toBe('nothing');
      }),
      { numRuns: 2000 },
    );
    expect(conflicts).toBeGreaterThan(200);
  });

  test('by other rules gives what these would have given at the time', () => {
    let changed = 0;
    fc.assert(
      fc.property(rules, rules, history, (inForce, wanted, from) => {
        const lane = laneWith(inForce);
        const decision = decided(lane, from);
        const expected = decided(laneWith(wanted), from);
        if (decision?.kind !== 'write' || !decision.account || !expected) return;
        const now = leftBy(from, decision);
        const plan = again({ fields: wanted }, lane, [line(decision.account)], now);
        if (expected.kind === 'hold') {
          expect(plan.kind).toBe('hold');
          return;
        }
        expect(['write', 'nothing']).toContain(plan.kind);
        if (plan.kind === 'write') changed += 1;
        expect(digests(lane, leftBy(now, plan))).toEqual(digests(lane, leftBy(from, expected)));
      }),
      { numRuns: 3000 },
    );
    expect(changed).toBeGreaterThan(200);
  });

  test('touches nothing where somebody has changed a field that would change, and says what stands there', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        rules,
        rules,
        history,
        fc.constantFrom(...names),
        side,
        (inForce, wanted, from, name, where) => {
          const lane = laneWith(inForce);
          const decision = decided(lane, from);
          if (decision?.kind !== 'write' || !decision.account) return;
          const now = leftBy(from, decision);
          const told = [line(decision.account)];
          const untouched = again({ fields: wanted }, lane, told, now);
          if (untouched.kind !== 'write') return;
          const column = where === 'left' ? name : `${name}_r`;
          const changes = [untouched.left, untouched.right].some(
            (row) => row && (name in row || `${name}_r` in row),
          );
          const edited = {
            ...now,
            [where]: { ...now[where], [column]: name === 'tags' ? '{edited}' : '4711' },
          };
          const plan = again({ fields: wanted }, lane, told, edited);
          if (!changes) expect(plan).toEqual(untouched);
          else {
            expect(plan).toMatchObject({ kind: 'refused', code: 'CHANGED_SINCE' });
            expect((plan as { detail: string }).detail).toContain(`${column} on the ${where} side`);
            refused += 1;
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(20);
  });
});
