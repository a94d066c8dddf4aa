import { describe, expect, test } from 'vitest';
import { Breaker } from '#core/flow/breaker.ts';
import { BreakerLimit } from './breaker-limit.ts';
import { BreakerWindow, countAt, type PerSecond } from './breaker-window.ts';

const at = (second: number, count: number): PerSecond => new Map([[second, count]]);

describe('[E12] the window', () => {
  test('sums what lies within its length of commit time, wherever it is fullest', () => {
    const window = new BreakerWindow(60);
    expect(window.fullestWith(new Map([...at(0, 5), ...at(59, 5), ...at(60, 1)]))).toBe(10);
    window.add(at(0, 5));
    window.add(at(59, 5));
    expect(window.fullestWith(new Map())).toBe(10);
    window.add(at(60, 1));
    expect(window.fullestWith(new Map())).toBe(6);
    // A backlog of hours in one batch is no more than what each of its minutes held.
    const backlog: PerSecond = new Map();
    for (let hour = 1; hour <= 5; hour += 1) countAt(backlog, hour * 3_600_000_000);
    expect(window.fullestWith(backlog)).toBe(6);
  });
});

describe('[E12] a limit', () => {
  const limit = (settings: object, rows: number, counted: number[] = []) =>
    new BreakerLimit('deletes', Breaker.parse(settings), 'app public.r', async (atMost) => {
      counted.push(atMost);
      return Math.min(rows, atMost);
    });

  test('is passed by more records than it names that are more than its share too', async () => {
    const counted: number[] = [];
    const tenth = limit({}, 20_000, counted);
    expect(await tenth.judge(at(1, 500), 0, true)).toEqual({ kind: 'within' });
    expect(counted).toEqual([]);
    expect(await tenth.judge(at(1, 2000), 0, true)).toEqual({ kind: 'within' });
    expect(counted).toEqual([20_001]);
    expect(await tenth.judge(at(1, 2001), 0, true)).toMatchObject({
      kind: 'passed',
      reason:
        '2,001 deletes within 60 s on app public.r pass the limit of 500 records and 10 % of the 20,000 records.',
    });
    expect(await limit({ deletesShare: 0 }, 1e9).judge(at(1, 501), 0, true)).toMatchObject({
      kind: 'passed',
    });
  });

  test('wants to know the rest of a transaction before more than its number goes', async () => {
    expect(await limit({}, 20_000).judge(at(1, 600), 0, false)).toEqual({ kind: 'more' });
    expect(await limit({}, 20_000).judge(at(1, 500), 0, false)).toEqual({ kind: 'within' });
  });

  test('counts what was carried within the window, and takes the share of what stood there before', async () => {
    // 500 of 1,000 have been carried: the side holds 500 now.
    const rows = limit({ deletes: 400, deletesShare: 0.6 }, 500);
    rows.admit(at(1, 500));
    expect(await rows.judge(at(2, 100), 0, true)).toEqual({ kind: 'within' });
    expect(await rows.judge(at(2, 101), 0, true)).toMatchObject({ kind: 'passed' });
    expect(await rows.judge(at(120, 101), 0, true)).toEqual({ kind: 'within' });
  });

  test('counts a truncation as the records that it takes', async () => {
    expect(await limit({}, 600).judge(new Map(), 600, true)).toMatchObject({ kind: 'passed' });
    expect(await limit({}, 600).judge(new Map(), 400, true)).toEqual({ kind: 'within' });
  });
});
