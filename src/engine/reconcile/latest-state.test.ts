import { describe, expect, test } from 'vitest';
import type { CompiledLane, CompiledSide } from '../plan/compiled-lane.ts';
import { isBehind, type LatestState, latestState } from './latest-state.ts';
import type { OpenRecord } from './open-records.ts';

const side = { fields: ['id', 'a', 'b'] } as CompiledSide;
const same = (value: string | null) => String(value);
const lane = {
  fields: ['id', 'a', 'b'].map((name) => ({ left: name, right: name, digest: { left: same, right: same } })),
} as unknown as CompiledLane;

const open = (
  left: LatestState | undefined,
  rest: { attempts?: number; written?: object } = {},
): OpenRecord =>
  ({
    latest: { left },
    record: { attempts: rest.attempts ?? 0, written: { left: rest.written ?? {}, right: {} } },
  }) as unknown as OpenRecord;
const rows = (left: Record<string, string> | null) => ({ left, right: null });

describe('[E4] what the logs have told of an open record', () => {
  test('is what each change made of the fields that it changed', () => {
    const before = { id: '1', a: 'x', b: 'y' };
    const first = latestState(side, undefined, { op: 'update', before, after: { ...before, a: 'z' } });
    expect(first).toEqual({ a: 'z' });
    const after = { id: '1', a: 'z', b: undefined };
    expect(latestState(side, first, { op: 'update', before: { ...before, a: 'z' }, after })).toEqual({
      a: 'z',
    });
    expect(latestState(side, first, { op: 'delete', before, after: null })).toBe('absent');
    expect(latestState(side, 'absent', { op: 'insert', before: null, after: before })).toEqual(before);
  });

  test('shows that a reading came too early', () => {
    expect(isBehind(lane, open({ a: 'new' }), rows({ id: '1', a: 'old', b: 'y' }))).toBe(true);
    expect(isBehind(lane, open({ a: 'new' }), rows({ id: '1', a: 'new', b: 'y' }))).toBe(false);
    expect(isBehind(lane, open({ a: 'new' }), rows(null))).toBe(true);
    expect(isBehind(lane, open('absent'), rows({ id: '1', a: 'old', b: 'y' }))).toBe(true);
    expect(isBehind(lane, open(undefined), rows({ id: '1', a: 'old', b: 'y' }))).toBe(false);
  });

  test('does not take what a reconcile wrote for an early reading, nor wait for ever', () => {
    const written = { a: { left: 'ours', right: 'ours' } };
    expect(isBehind(lane, open({ a: 'new' }, { written }), rows({ id: '1', a: 'ours', b: 'y' }))).toBe(false);
    expect(isBehind(lane, open({ a: 'new' }, { attempts: 5 }), rows({ id: '1', a: 'old', b: 'y' }))).toBe(
      false,
    );
  });
});
