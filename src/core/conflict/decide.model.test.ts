import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideField, decideInput, decideLane } from '#testing/decide-fixtures.ts';
import { type Change, otherSide, type Side } from '../change/change-event.ts';
import type { Rule } from '../flow/flow-graph.ts';
import type { Row } from '../values/value.ts';
import type { Base } from './base.ts';
import { decide } from './decide.ts';
import type { DecideInput, DecideLane, Decision, SideWrite } from './decision.ts';
import { type Touches, touch } from './touch.ts';

/*
 * A model of one record on two sides. Each side runs its own steps on its own row; what comes out of
 * `decide` is compared with a plain account of what should stand in the end.
 */

/** Values by left field name. */
type Values = { a: string; b: string };
type Step = { insert: Values } | { set: Partial<Values> } | 'delete';
type Script = Step[];
type Event = { side: Side; change: Pick<Change, 'op' | 'before' | 'after' | 'commitTime'> };

const row = (side: Side, values: Values): Row =>
  side === 'left' ? { id: '1', ...values } : { id_r: '1', a_r: values.a, b_r: values.b };
const valuesOf = (side: Side, held: Row | null): Values | null => {
  if (!held) return null;
  return side === 'left'
    ? { a: String(held.a), b: String(held.b) }
    : { a: String(held.a_r), b: String(held.b_r) };
};

/** Runs a script on one side, a step per second from `start` on; steps that cannot be are left out. */
function run(
  side: Side,
  base: Values | null,
  script: Script,
  start: number,
): { now: Values | null; events: Event[] } {
  let now = base;
  const events: Event[] = [];
  for (const [index, step] of script.entries()) {
    const before = now;
    if (step === 'delete') now = null;
    else if ('insert' in step) now = before ? before : step.insert;
    else now = before && { ...before, ...step.set };
    if (before === now) continue;
    events.push({
      side,
      change: {
        op: !before ? 'insert' : now ? 'update' : 'delete',
        before: before && row(side, before),
        after: now && row(side, now),
        commitTime: start + index * 1_000_000,
      },
    });
  }
  return { now, events };
}

function touchesOf(events: Event[], lane: DecideLane): Touches {
  return events.reduce<Touches>((touches, { side, change }) => touch(touches, side, change, lane.fields), {
    left: {},
    right: {},
  });
}

function applied(held: Row | null, write: SideWrite | null): Row | null {
  if (!write) return held;
  return write.op === 'delete' ? null : { ...held, ...write.set };
}

type Case = {
  base: Values | null;
  scripts: Record<Side, Script>;
  starts: Record<Side, number>;
  rule: Rule;
  deletes: DecideLane['deletes'];
};

/** When a side last did something to a field, or to the record. */
function lastTime(events: Event[], field: 'a' | 'b', side: Side): number {
  const name = side === 'left' ? field : `${field}_r`;
  const doing = events.filter(
    ({ change }) => change.op !== 'update' || change.before?.[name] !== change.after?.[name],
  );
  return doing.at(-1)?.change.commitTime ?? 0;
}

/** What should stand: the same values on both sides, `held`, or `left alone` where a delete is not carried. */
function expected(
  { base, rule, deletes }: Case,
  sides: Record<Side, { now: Values | null; events: Event[] }>,
): Values | null | 'held' | 'left alone' {
  const { left, right } = sides;
  if (!left.now && !right.now) return null;
  if (left.now && right.now) {
    const agreed = { ...left.now };
    for (const field of ['a', 'b'] as const) {
      const [l, r, o] = [left.now[field], right.now[field], base?.[field]];
      if (l === r || r === o) continue;
      if (l === o) agreed[field] = r;
      else if (rule.kind === 'hold' || rule.kind === 'code') return 'held';
      else if (rule.kind === 'prefer') agreed[field] = rule.side === 'left' ? l : r;
      else {
        const ahead = lastTime(left.events, field, 'left') - lastTime(right.events, field, 'right');
        const leftWins = ahead === 0 ? rule.tie === 'left' : ahead > 0 === (rule.kind === 'newest');
        agreed[field] = leftWins ? l : r;
      }
    }
    return agreed;
  }
  const gone: Side = left.now ? 'right' : 'left';
  const alive = sides[otherSide(gone)];
  if (!base && sides[gone].events.length === 0) return alive.now;
  const changed = base ? alive.now?.a !== base.a || alive.now?.b !== base.b : true;
  if (changed && deletes.againstUpdate === 'hold') return 'held';
  if (changed && deletes.againstUpdate === 'update') return alive.now;
  const way = gone === 'left' ? 'forward' : 'backward';
  return deletes.carry === 'both' || deletes.carry === way ? null : 'left alone';
}

function laneOf({ rule, deletes }: Case): DecideLane {
  const fields = [decideField('id', { key: true }), decideField('a', { rule }), decideField('b', { rule })];
  return decideLane({ fields, rule, deletes });
}

/** The base in every form in which it can be known. */
function basesOf(base: Values | null, lane: DecideLane): Base[] {
  if (!base) return [{ kind: 'absent' }];
  const [left, right] = [row('left', base), row('right', base)];
  const digests = lane.fields.map((field) => [
    field.left,
    {
      left: field.digest.left(left[field.left] ?? null),
      right: field.digest.right(right[field.right] ?? null),
    },
  ]);
  return [
    { kind: 'values', side: 'left', row: left },
    { kind: 'values', side: 'right', row: right },
    { kind: 'digests', fields: Object.fromEntries(digests) },
  ];
}

function inputOf(example: Case): { input: DecideInput; sides: Parameters<typeof expected>[1] } {
  const { base, scripts, starts } = example;
  const left = run('left', base, scripts.left, starts.left);
  const right = run('right', base, scripts.right, starts.right);
  const lane = laneOf(example);
  const input = decideInput({
    lane,
    base: basesOf(base, lane)[0] as Base,
    left: left.now && row('left', left.now),
    right: right.now && row('right', right.now),
    touched: touchesOf([...left.events, ...right.events], lane),
  });
  return { input, sides: { left, right } };
}

function check(example: Case): void {
  const { input, sides } = inputOf(example);
  const should = expected(example, sides);
  for (const base of basesOf(example.base, input.lane)) {
    const decision = decide({ ...input, base });
    if (should === 'held') {
      expect(decision.kind).toBe('hold');
      continue;
    }
    const after = outcome(input, decision);
    if (should === 'left alone') expect(decision.kind).toBe('agreed');
    else expect(after).toEqual({ left: should, right: should });
    if (should === 'left alone' || should === null) continue;
    // Once agreed, asked again, nothing is left to do.
    const settled = { ...input, left: row('left', should), right: row('right', should), base };
    expect(decide(settled)).toEqual({ kind: 'agreed' });
  }
}

function outcome(input: DecideInput, decision: Decision): Record<Side, Values | null> {
  const writes = decision.kind === 'write' ? decision : { left: null, right: null };
  return {
    left: valuesOf('left', applied(input.left, writes.left)),
    right: valuesOf('right', applied(input.right, writes.right)),
  };
}

const rules: Rule[] = [
  { kind: 'newest', tie: 'left' },
  { kind: 'newest', tie: 'right' },
  { kind: 'oldest', tie: 'left' },
  { kind: 'prefer', side: 'left' },
  { kind: 'prefer', side: 'right' },
  { kind: 'hold' },
];
const deletes = (['both', 'forward', 'backward', 'none'] as const).flatMap((carry) =>
  (['update', 'delete', 'hold'] as const).map((againstUpdate) => ({ carry, againstUpdate })),
);
const there: Script[] = [
  [],
  [{ set: { a: 'x' } }],
  [{ set: { a: 'y' } }],
  [{ set: { b: 'x' } }],
  [{ set: { a: 'x' } }, { set: { a: 'a1' } }],
  [{ set: { a: 'x', b: 'y' } }],
  ['delete'],
  [{ set: { a: 'x' } }, 'delete'],
  ['delete', { insert: { a: 'x', b: 'b1' } }],
];
const absent: Script[] = [
  [],
  [{ insert: { a: 'x', b: 'b' } }],
  [{ insert: { a: 'y', b: 'b' } }],
  [{ insert: { a: 'x', b: 'b' } }, { set: { b: 'z' } }],
  [{ insert: { a: 'x', b: 'b' } }, 'delete'],
];
const orders = [
  { left: 1000, right: 500_000 },
  { left: 500_000, right: 1000 },
  { left: 1000, right: 1000 },
];

describe('[E17] whatever both sides do, they agree in the end, or a person is asked', () => {
  test.each(rules.map((rule) => [JSON.stringify(rule), rule] as const))(
    '%s: every pair of histories',
    (_, rule) => {
      let cases = 0;
      for (const [base, scripts] of [
        [{ a: 'a1', b: 'b1' }, there],
        [null, absent],
      ] as const) {
        for (const left of scripts) {
          for (const right of scripts) {
            for (const starts of orders) {
              for (const policy of deletes) {
                check({ base, scripts: { left, right }, starts, rule, deletes: policy });
                cases += 1;
              }
            }
          }
        }
      }
      expect(cases).toBe((81 + 25) * 3 * 12);
    },
  );
});

const values = fc.record({ a: fc.constantFrom('1', '2', '3'), b: fc.constantFrom('1', '2', '3') });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .oneof(
        values,
        values.map(({ a }) => ({ a })),
      )
      .map((set) => ({ set })),
  },
  { weight: 2, arbitrary: values.map((insert) => ({ insert })) },
  { weight: 2, arbitrary: fc.constant('delete' as const) },
);
const script = fc.array(step, { maxLength: 5 });
const start = fc.integer({ min: 1, max: 3_000_000 });
const example: fc.Arbitrary<Case> = fc.record({
  base: fc.option(values, { nil: null }),
  scripts: fc.record({ left: script, right: script }),
  starts: fc.record({ left: start, right: start }),
  rule: fc.constantFrom(...rules),
  deletes: fc.constantFrom(...deletes),
});

test('[E17] longer histories agree too', () => {
  fc.assert(fc.property(example, check), { numRuns: 2000 });
});

test('[E4] the outcome does not depend on the order in which both sides’ changes become known', () => {
  fc.assert(
    fc.property(example, fc.array(fc.boolean()), (one, picks) => {
      const { input, sides } = inputOf(one);
      const queues = { left: [...sides.left.events], right: [...sides.right.events] };
      const merged: Event[] = [];
      for (let turn = 0; queues.left.length + queues.right.length > 0; turn++) {
        const side: Side = picks[turn % Math.max(picks.length, 1)] ? 'left' : 'right';
        const next = queues[side].shift() ?? queues[otherSide(side)].shift();
        if (next) merged.push(next);
      }
      const touched = touchesOf(merged, input.lane);
      expect(touched).toEqual(input.touched);
      expect(decide({ ...input, touched })).toEqual(decide(input));
    }),
  );
});

test('a change that is delivered twice changes nothing', () => {
  fc.assert(
    fc.property(example, (one) => {
      const { input, sides } = inputOf(one);
      const events = [...sides.left.events, ...sides.right.events];
      expect(touchesOf([...events, ...events], input.lane)).toEqual(input.touched);
    }),
  );
});

test('the two sides are alike: swapped, everything comes out swapped', () => {
  const swapRule = (rule: Rule): Rule => {
    if (rule.kind === 'prefer') return { kind: 'prefer', side: otherSide(rule.side) };
    return rule.kind === 'hold' || rule.kind === 'code' ? rule : { ...rule, tie: otherSide(rule.tie) };
  };
  const swapped = { both: 'both', none: 'none', forward: 'backward', backward: 'forward' } as const;
  fc.assert(
    fc.property(example, (one) => {
      const mirror: Case = {
        base: one.base,
        scripts: { left: one.scripts.right, right: one.scripts.left },
        starts: { left: one.starts.right, right: one.starts.left },
        rule: swapRule(one.rule),
        deletes: { ...one.deletes, carry: swapped[one.deletes.carry] },
      };
      const [{ input: a }, { input: b }] = [inputOf(one), inputOf(mirror)];
      const [here, there] = [decide(a), decide(b)];
      expect(there.kind).toBe(here.kind);
      const [end, mirrored] = [outcome(a, here), outcome(b, there)];
      expect(mirrored).toEqual({ left: end.right, right: end.left });
    }),
  );
});
