import { expect, test } from 'vitest';
import type { Measured } from './growth.ts';
import { growthCases } from './growth-case.ts';
import type { Cost } from './growth-cost.ts';
import { growthResults, idleResults } from './growth-results.ts';

const { base, grown } = growthCases(1);
const costing = (micros: number): Cost => ({ micros, rate: 1_000, byRole: { runner: micros } });
const measured = (micros: number, idle = 0.02): Measured => ({
  cost: costing(micros),
  idle: { memory: 300, byRole: new Map([['runner', idle]]) },
  ledgerLines: 1,
  deploySeconds: 1,
});

test('a cost that stays level meets the target, one that doubles does not, and width has none', () => {
  const ours = new Map(grown.map(({ name }) => [name, measured(name === 'rows-x10' ? 200 : 100)]));
  ours.set('base', measured(100));
  const peer = new Map([
    ['base', costing(20)],
    ['width-x10', costing(50)],
  ]);
  const results = growthResults(base, grown, ours, peer);
  expect(results.map(({ name, value, met }) => [name, value, met])).toEqual([
    ['growth.rows-x10/base', 0.5, false],
    ['growth.width-x10/base', 1, null],
    ['growth.flows-10/base', 1, true],
    ['growth.flows-100/base', 1, true],
    ['growth.parked/base', 1, true],
    ['growth.ledger-x10/base', 1, true],
  ]);
  expect(results[1]?.detail['native base/grown']).toBe(0.4);
});

test('idle targets are for a hundred flows', () => {
  const ours = new Map([base, ...grown].map(({ name }) => [name, measured(100, 0.06)]));
  const results = idleResults([base, ...grown], ours);
  expect(results.filter(({ target }) => target !== null)).toMatchObject([
    { name: 'growth.idle-flows-100/runner-memory', value: 300, met: true },
    { name: 'growth.idle-flows-100/runner-cpu', value: 6, met: false },
  ]);
  expect(results).toHaveLength(6);
});
