import { expect, test } from 'vitest';
import { brokenHistory, type SystemHistory } from './history.ts';

const known = { system: '7', timeline: '1' };
const now = (part: Partial<SystemHistory>): SystemHistory => ({
  ...known,
  earlier: [],
  head: '0900',
  log: { state: 'unknown' },
  ...part,
});

test('[E8] a log goes on where the same server, or its successor, still has what was read', () => {
  expect(brokenHistory(known, '0500', now({}))).toBeNull();
  expect(brokenHistory(known, '', now({}))).toBeNull();
  const successor = now({
    timeline: '3',
    earlier: [
      { timeline: '1', until: '0500' },
      { timeline: '2', until: '0700' },
    ],
  });
  expect(brokenHistory(known, '0500', successor)).toBeNull();
});

test('[E8] another server, another past, or less log than was read breaks it', () => {
  expect(brokenHistory(known, '', now({ system: '8' }))).toContain('another server or database');
  expect(brokenHistory({ ...known, system: '7/1' }, '', now({ system: '7/2' }))).toContain(
    'another server or database',
  );
  expect(brokenHistory(known, '', now({ system: '7/1' }))).toBeNull();
  expect(brokenHistory(known, '0901', now({}))).toContain('ends at 0900');
  const promoted = now({ timeline: '2', earlier: [{ timeline: '1', until: '0500' }] });
  expect(brokenHistory(known, '0501', promoted)).toContain('left timeline 1 at 0500');
  expect(brokenHistory({ system: '7', timeline: '4' }, '', promoted)).toContain(
    'does not come from timeline 4',
  );
  const refuted = { state: 'refuted' as const, detail: 'It is not of this log.' };
  expect(brokenHistory(known, '0500', now({ log: refuted }))).toBe('It is not of this log.');
});

test('[E8] a log that holds what was read goes on there, whichever server it is of', () => {
  const other = now({ system: '8', log: { state: 'held' } });
  expect(brokenHistory(known, '0500', other)).toBeNull();
});
