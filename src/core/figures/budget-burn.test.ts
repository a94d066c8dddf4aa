import { expect, test } from 'vitest';
import { budgetBurn } from './budget-burn.ts';

const target = { share: 0.999 };
const none = { all: 0, late: 0 };
const hour = 3_600e6;

test('a burn rate of 1 is just what the target allows', () => {
  const counts = {
    hour: { all: 1_000, late: 1 },
    day: { all: 24_000, late: 48 },
    month: { all: 720_000, late: 180 },
  };
  const burn = budgetBurn(target, counts, 0);
  expect(burn.hour.rate).toBeCloseTo(1);
  expect(burn.day.rate).toBeCloseTo(2);
  expect(burn.month.used).toBeCloseTo(0.25);
  expect(burn.reached).toBeCloseTo(0.99975);
  // 540 late records are left, one goes in an hour.
  expect(burn.exhaustedAt).toBeCloseTo(540 * hour, -6);
});

test('a budget that is used up is so now; one that nothing uses lasts; without records there is none', () => {
  const late = { all: 1_000, late: 100 };
  expect(budgetBurn(target, { hour: none, day: late, month: late }, 7)).toMatchObject({ exhaustedAt: 7 });
  const calm = { all: 1_000, late: 0 };
  const burn = budgetBurn(target, { hour: calm, day: calm, month: calm }, 7);
  expect(burn).toMatchObject({ exhaustedAt: null, reached: 1, hour: { used: 0, rate: 0 } });
  expect(budgetBurn(target, { hour: none, day: none, month: none }, 7)).toEqual({
    hour: { ...none, used: null, rate: null },
    day: { ...none, used: null, rate: null },
    month: { ...none, used: null, rate: null },
    reached: null,
    exhaustedAt: null,
  });
});
