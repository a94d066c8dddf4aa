import fc from 'fast-check';
import { expect } from 'vitest';
import { otherSide, type Side } from '#core/change/change-event.ts';
import { type CodeValue, readCodeValue, writeCodeValue } from '#core/code/code-value.ts';
import { ejectSource } from '#core/code/eject/eject-source.ts';
import { Hoisted } from '#core/code/eject/hoisted.ts';
import { type CodedPair, pairCode } from '#core/code/eject/pair-code.ts';
import type { Direction } from '#core/flow/flow-graph.ts';
import type { Lane, LaneField } from '#core/flow/lane.ts';
import { joinedColumns, withJoined, withoutJoined } from '#core/transform/joined-columns.ts';
import { PairTransform } from '#core/transform/transform.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { sideEquality } from '#core/values/same-value.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { compileField } from '#engine/plan/compile-field.ts';
import { streamOf } from './flow-fixtures.ts';
import { runSource } from './run-source.ts';
import type { GivenStep } from './step-fixtures.ts';
import { fieldOf, textsOf } from './value-fixtures.ts';

/** A pair by its fields and steps. */
export type GivenPair = {
  left: Field[];
  right: Field[];
  forward?: GivenStep[];
  backward?: GivenStep[];
  direction?: Direction;
};
/** A nullable field. */
export const fieldNamed = (name: string, type: NeutralType, more: Partial<Field> = {}) =>
  fieldOf(type, { name, ...more });

/** A pair as the engine carries it, and as code does: from the fields of one side to those of the other, or the fault. */
function bothWays(given: GivenPair) {
  const { left, right, direction = 'forward' } = given;
  const transform = PairTransform.parse({ forward: given.forward, backward: given.backward });
  const names = { left: left.map(({ name }) => name), right: right.map(({ name }) => name) };
  const pair: LaneField = {
    left: names.left.join(' + ') || 'nothing on the left',
    right: names.right.join(' + ') || 'nothing on the right',
    direction,
    rule: { kind: 'hold' },
    key: false,
    parts: {
      ...(left.length === 1 ? {} : { left: names.left }),
      ...(right.length === 1 ? {} : { right: names.right }),
    },
    ...(given.forward || given.backward ? { transform } : {}),
  };
  if (Object.keys(pair.parts ?? {}).length === 0) delete pair.parts;
  const end = (side: Side) => ({ nodeId: side, connection: side, stream: streamOf(side, given[side]) });
  const lane = { left: end('left'), right: end('right'), fields: [pair] } as unknown as Lane;
  const compiled = compileField(lane, pair);
  const coded: CodedPair = {
    left: left.map((each) => ({ field: each, property: each.name })),
    right: right.map((each) => ({ field: each, property: each.name })),
    transform,
    direction,
  };
  const hoisted = new Hoisted([]);
  const sides = (['right', 'left'] as const).filter(
    (to) => direction === 'both' || direction === (to === 'right' ? 'forward' : 'backward'),
  );
  const source = ejectSource(
    sides.map((to) => {
      const head = `export function ${to}(record: Input): Output`;
      return { head, passing: [], pairs: [pairCode(coded, to, hoisted)] };
    }),
    hoisted,
  );
  const module = runSource(source);
  const engine = (to: Side, row: Row): Row | 'fails' => {
    const from = otherSide(to);
    const joined = withJoined(row, joinedColumns(lane, from));
    const value = joined[pair[from]] ?? (pair.parts?.[from]?.length === 0 ? '{}' : null);
    try {
      return withoutJoined({ [pair[to]]: compiled.to[to](value) }, joinedColumns(lane, to));
    } catch {
      return 'fails';
    }
  };
  const code = (to: Side, row: Row): Row | 'fails' => {
    const record = Object.fromEntries(
      given[otherSide(to)].map(({ name, type }) => [name, readCodeValue(row[name] ?? null, type)]),
    );
    let made: Record<string, unknown>;
    try {
      made = (module[to] as (given: object) => Record<string, unknown>)(record);
    } catch {
      return 'fails';
    }
    return Object.fromEntries(
      given[to].map(({ name, type }) => [name, writeCodeValue(made[name] as CodeValue, type)]),
    );
  };
  return { sides, source, engine, code };
}

function expectSame(given: GivenPair, row: Row, to: Side, ways: ReturnType<typeof bothWays>): void {
  const [wanted, got] = [ways.engine(to, row), ways.code(to, row)];
  if (wanted === 'fails' || got === 'fails') {
    expect(got, JSON.stringify({ row, wanted, source: ways.source })).toBe(wanted);
    return;
  }
  for (const each of given[to]) {
    const same = sideEquality(each)(wanted[each.name] ?? null, got[each.name] ?? null);
    expect(same, JSON.stringify({ row, wanted, got, source: ways.source })).toBe(true);
  }
}

/** Values of a field as code can have them at all: no float that is no number, and no JSON null, which is null in code. */
function valuesOf(each: Field): fc.Arbitrary<string | null> {
  const texts = textsOf(each.type).filter((value) => {
    if (each.type.kind === 'float32' || each.type.kind === 'float64') return /\d/.test(value);
    return each.type.kind !== 'json' || value !== 'null';
  });
  return each.nullable ? fc.option(texts, { nil: null, freq: 8 }) : texts;
}

/**
 * Expects that code comes to what the engine's conversion comes to, for made-up values, each way that the pair goes.
 * @throws NotInCode where code does not do the pair's work.
 */
export function expectEqual(
  given: GivenPair,
  runs = 150,
  values?: Record<string, fc.Arbitrary<string | null>>,
): void {
  const ways = bothWays(given);
  for (const to of ways.sides) {
    const from = given[otherSide(to)];
    const rows = fc.record(
      Object.fromEntries(from.map((each) => [each.name, values?.[each.name] ?? valuesOf(each)])),
    );
    fc.assert(
      fc.property(rows, (row) => expectSame(given, row, to, ways)),
      { numRuns: runs },
    );
  }
}
