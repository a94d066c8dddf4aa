import { expect, test } from 'vitest';
import { quantile } from '#core/figures/histogram.ts';
import { CarriedTally } from './carried-tally.ts';
import { DurationMeter } from './duration-meter.ts';
import { LaneMeter } from './lane-meter.ts';
import { RateWindow } from './rate-window.ts';

const second = 1e6;

test('the rate is taken over the last ten whole seconds', () => {
  const rate = new RateWindow();
  for (let at = 0; at < 20; at += 1) rate.add(30, at * second);
  expect(rate.perSecond(20 * second)).toBe(30);
  expect(rate.perSecond(25 * second)).toBe(15);
  expect(rate.perSecond(40 * second)).toBe(0);
});

test('percentiles cover the last minute and nothing older; what was added is taken once', () => {
  const lag = new DurationMeter();
  lag.add(9_999, 1, 0);
  for (let sample = 1; sample <= 50; sample += 1) lag.add(sample, 1, 100 * second);
  expect(lag.quantile(0.5, 110 * second)).toBeCloseTo(25, 0);
  expect(lag.quantile(0.99, 110 * second)).toBeCloseTo(50, -1);
  expect(lag.quantile(0.5, 200 * second)).toBeNull();
  expect(lag.take()?.counts.reduce((a, b) => a + b)).toBe(51);
  expect(lag.take()).toBeNull();
});

const line = { side: 'left', cause: 'live' } as const;

test('a change comes to an outcome once: reconciling is none, a retry that fails again is no other', () => {
  const meter = new LaneMeter(() => 0);
  meter.count({ ...line, status: 'held', code: 'RECONCILING' }, second);
  meter.count({ ...line, status: 'parked', code: 'WRITE_FAILED' }, second);
  meter.count({ ...line, status: 'applied', code: null }, second);
  const moved = { laneId: 'l', side: 'left', count: 1 } as const;
  meter.move({ ...moved, from: 'held', to: 'resolved', code: 'CONFLICT_RESOLVED' });
  meter.move({ ...moved, from: 'parked', to: 'parked', code: 'WRITE_FAILED' });
  expect(meter.take('left')).toMatchObject({
    outcomes: { applied: 1, resolved: 1, parked: 1, held: 0 },
    errors: { WRITE_FAILED: 1 },
  });
  meter.move({ ...moved, from: 'parked', to: 'applied', code: null });
  expect(meter.take('left').outcomes).toMatchObject({ applied: 1, parked: 0 });
  expect(meter.status('left', second).counts).toMatchObject({ applied: 2, resolved: 1, held: 0, parked: 0 });
});

test('what a batch wrote counts from its commit on, by our clock, however large its transactions are', () => {
  const meter = new LaneMeter((side) => (side === 'left' ? 500_000 : 0));
  const other = new LaneMeter(() => 0);
  const tally = new CarriedTally();
  for (let change = 0; change < 10_000; change += 1) {
    // The left clock is half a second ahead of ours: its 2.5 s is our 2 s.
    tally.note(meter, 'left', 2.5 * second, 1, change % 2);
    tally.note(other, 'left', 2.5 * second, 1, 1);
  }
  expect(tally.size).toBe(2);
  expect(meter.take('left').lag).toBeNull();
  tally.show(3 * second);
  const { lag, disagreement } = meter.take('left');
  expect(lag?.counts).toEqual([10_000]);
  expect(disagreement?.counts).toEqual([5_000]);
  expect(quantile(lag ?? { buckets: [], counts: [] }, 0.5)).toBeCloseTo(1000, -2);
});
