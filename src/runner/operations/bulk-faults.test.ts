import { expect, test } from 'vitest';
import type { ErrorCode } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { BulkFaults } from './bulk-faults.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const judged = (faults: BulkFaults, thrown: unknown, lines = 0) => {
  const { error, pause } = faults.judge(thrown, lines);
  return { code: error.code, pause };
};

test('[E19] what is unexpected is tried again with growing pauses, and ends the action where it does not get on', () => {
  const faults = new BulkFaults(silent);
  const fault = new TypeError('x is undefined');
  const pauses = (lines: number, times: number) =>
    Array.from({ length: times }, () => judged(faults, fault, lines).pause);
  expect(pauses(0, 3)).toEqual([500, 1_000, 2_000]);
  // It has got on since.
  expect(pauses(40, 5)).toEqual([500, 1_000, 2_000, 4_000, null]);
  expect(judged(new BulkFaults(silent), fault)).toMatchObject({ code: 'INTERNAL' });
});

test.each<[ErrorCode, boolean]>([
  ['CONNECTION_LOST', true],
  ['FLOW_NOT_RUNNING', true],
  ['AUTH_FAILED', true],
  ['NOT_FOUND', false],
  ['SIDE_READ_ONLY', false],
])('[E19] it waits after %s for as long as it takes: %s', (code, waits) => {
  const faults = new BulkFaults(silent);
  const all = Array.from({ length: 200 }, () => judged(faults, new SyncError(code, 'It is so.')).pause);
  expect(all.every((pause) => (pause === null) !== waits)).toBe(true);
});

test('[E19] it waits for a store that does not answer, and some time for a lane that fits its streams', () => {
  const faults = new BulkFaults(silent);
  for (const code of ['57P01', 'ECONNREFUSED']) {
    const thrown = Object.assign(new Error('gone'), { code });
    expect(judged(faults, thrown)).toEqual({ code: 'STORE_UNREACHABLE', pause: 500 });
  }
  const misfit = new SyncError('FIELD_MISSING', 'There is no such field.');
  const all = Array.from({ length: 61 }, () => judged(faults, misfit, 1).pause);
  expect([all[59], all[60]]).toEqual([500, null]);
});
