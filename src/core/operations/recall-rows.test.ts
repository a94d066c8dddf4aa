import { describe, expect, test } from 'vitest';
import type { DecideField } from '../conflict/decision.ts';
import type { Row } from '../values/value.ts';
import type { EarlierLine, PlanLine } from './plan-line.ts';
import { type LaneRecall, recallRows } from './recall-rows.ts';
import type { PlanLane } from './record-plan.ts';

const field = (name: string, key = false) =>
  ({ left: name, right: name.toUpperCase(), direction: 'forward', key }) as DecideField;
const lane = {
  ...{ id: 'lane', direction: 'forward', deletes: { carry: 'both' } },
  fields: [field('id', true), field('a'), field('b')],
} as unknown as PlanLane;

let count = 0;
function line(more: Partial<EarlierLine>): EarlierLine {
  count += 1;
  const { after = null } = more;
  const written =
    after && Object.fromEntries(Object.entries(after).map(([name, at]) => [name.toUpperCase(), at]));
  return {
    ...{
      seq: String(count),
      version: 1,
      side: 'left',
      op: 'update',
      status: 'applied',
      code: null,
      detail: '',
    },
    ...{ commitTime: count, appliedAt: count, before: null, after, targetBefore: null, targetAfter: written },
    ...{ changed: [], cause: 'live', conflict: null, operationId: null, cameFrom: null },
    ...more,
  } as EarlierLine;
}
const row = (a: string | null, b: string): Row => ({ id: '1', a, b });
const whole: LaneRecall = { from: 0, version: 0, isActedOn: false };

function rowBefore(earlier: EarlierLine[], selected: PlanLine, on = lane, recall = whole) {
  const { since, lacking } = recallRows(
    on,
    'right',
    { earlier, since: [selected], selected: [selected] },
    recall,
  );
  return { row: since[0]?.targetBefore, lacking };
}

describe('[E23] the row before a change whose log did not tell it', () => {
  test('is what the lines before it left, field by field', () => {
    const made = line({ op: 'insert', after: row('one', 'b1') });
    const part = line({ after: { id: '1', b: 'b2' } });
    const refused = line({ status: 'failed', after: row('no', 'no') });
    expect(rowBefore([made, part, refused], line({ after: row('two', 'b3') }))).toEqual({
      row: { ID: '1', A: 'one', B: 'b2' },
      lacking: false,
    });
    expect(rowBefore([part], line({ after: row('two', 'b3') }))).toEqual({
      row: { ID: '1', B: 'b2' },
      lacking: true,
    });
    expect(
      rowBefore([made, part], line({ op: 'delete', before: { id: '1' }, targetBefore: { ID: '1' } })).row,
    ).toEqual({
      ...{ ID: '1', A: 'one', B: 'b2' },
    });
  });

  test('goes by the order in which lines were settled, and by what an action wrote', () => {
    const made = line({ op: 'insert', after: row('one', 'b') });
    const change = line({ after: row('two', 'b') });
    const undone = line({ cause: 'revert', commitTime: 0, targetAfter: { ID: '1', A: 'one', B: 'b' } });
    expect(rowBefore([undone, made, change], line({ after: row('three', 'b') })).row).toMatchObject({
      A: 'one',
    });
    // Also where the log tells an old row: that is what the source held.
    const told = { after: row('three', 'b'), targetBefore: { ID: '1', A: 'two', B: 'b' } };
    expect(rowBefore([made, change, undone], line(told)).row).toMatchObject({ A: 'two' });
    const acted = { ...whole, isActedOn: true };
    expect(rowBefore([made, change, undone], line(told), lane, acted).row).toMatchObject({ A: 'one' });
  });

  test('is not guessed: not from before a meeting or other streams, across a line that waits, nor from digests', () => {
    const made = line({ op: 'insert', after: row('one', 'b') });
    const change = () => line({ after: row('two', 'b') });
    expect(rowBefore([made], change(), lane, { ...whole, from: made.appliedAt + 1 }).row).toBe(null);
    const next = { ...change(), version: 2 };
    expect(rowBefore([made], next, lane, { ...whole, version: 2 }).row).toBe(null);
    expect(rowBefore([made, line({ status: 'parked', after: row('x', 'b') })], change()).row).toBe(null);
    const digests = line({ payload: 'digests', after: row(null, 'digest') });
    expect(rowBefore([made, digests], change()).row).toEqual({ A: null });
  });

  test('is the record’s own: under the key before where both sides followed, of nobody else', () => {
    const renamed = { before: { id: '7' }, after: { id: '1', b: 'b2' } };
    const made = line({ op: 'insert', after: { id: '7', a: 'one', b: 'b' } });
    const followed = line({ ...renamed, cameFrom: '["7"]' });
    expect(rowBefore([made, followed], line({ after: row('two', 'b') })).row).toMatchObject({
      A: 'one',
      B: 'b2',
    });
    const other = line({ op: 'insert', after: row('other', 'b') });
    expect(rowBefore([other, line(renamed)], line({ after: row('two', 'b') })).row).toEqual({
      ID: '1',
      B: 'b2',
    });
  });

  test('of a record that was made is what stood there, where its delete was not carried', () => {
    const ignoring = { ...lane, deletes: { ...lane.deletes, carry: 'none' } } as unknown as PlanLane;
    const made = line({ op: 'insert', after: row('one', 'b') });
    const gone = line({ op: 'delete', status: 'skipped', before: { id: '1' } });
    const again = line({ op: 'insert', after: row('two', 'b') });
    expect(rowBefore([made, gone], again, ignoring).row).toEqual({ ID: '1', A: 'one', B: 'b' });
    expect(rowBefore([], again, ignoring)).toEqual({ row: null, lacking: true });
    expect(rowBefore([made], again, ignoring).row).toBe(null);
  });
});
