import { describe, expect, test } from 'vitest';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import { decideLane } from '#testing/decide-fixtures.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { ownRows } from './own-rows.ts';

const lane = decideLane() as unknown as CompiledLane;
const base: PendingRecord['base'] = { kind: 'values', side: 'left', row: { id: '1', a: 'a1', b: 'b1' } };
/** Each side changed a field, and a round that died had carried the right one's to the left. */
const rows = { left: { id: '1', a: 'L', b: 'R' }, right: { id_r: '1', a_r: 'a1', b_r: 'R' } };
const written: PendingRecord['written'] = { left: { b: { left: 'R', right: 'R' } }, right: {} };

describe('[E10] what a round that died had written of a row with fields of both sides', () => {
  test('is no part of the row that the side has of its own', () => {
    const own = ownRows(lane, { base, written }, rows);
    expect(own).toEqual({ left: { id: '1', a: 'L', b: 'b1' }, right: rows.right });
    expect(own?.right).toBe(rows.right);
  });

  test('counts only while it stands there: what the side has changed since is its own', () => {
    const left = { ...rows.left, b: 'newer' };
    expect(ownRows(lane, { base, written }, { ...rows, left })?.left).toBe(left);
  });

  test('cannot be told from what was there before where that is not known', () => {
    expect(ownRows(lane, { base: { kind: 'unknown' }, written }, rows)).toBeNull();
  });
});
