import { expect, test } from 'vitest';
import { laneWith, line } from '#testing/re-decide-fixtures.ts';
import { planReplay } from './plan-replay.ts';
import type { SelectedRecord } from './record-plan.ts';

const lane = laneWith({});
const whole = { whole: '1', price: '1.10', tags: '{}' };
const given = { own: 'x' };

/** Replays as logged a line of the left side for which its code had failed. */
function replay(made: SelectedRecord['made'], more: Partial<SelectedRecord> = {}) {
  const failed = line(null, { op: 'insert', status: 'parked', code: 'CODE_FAILED', after: given });
  const record: SelectedRecord = {
    ...{ laneId: 'f:l-m-r', recordKey: '["1"]', from: 'left', selected: [failed], since: [failed] },
    now: { left: null, right: null },
    ...(made && { made }),
  };
  return planReplay({ kind: 'replay', from: 'logged' }).plan({ ...record, ...more }, lane);
}

test('[E21] what code makes now of what it was given is written; the line itself holds nothing that the mapping knows', () => {
  const row = { id: '1', text: 'made', ...whole };
  expect(replay({ kind: 'row', row })).toMatchObject({
    kind: 'write',
    right: { id_r: '1', text_r: 'made' },
    detail: expect.stringContaining('through the code as it is now'),
  });
});

test('[E21] why it cannot be, and what to do in its place', () => {
  expect(replay({ kind: 'left-out' })).toMatchObject({ kind: 'nothing' });
  for (const [kind, code] of [
    ['lacking', 'VALUES_NOT_KEPT'],
    ['several', 'NO_SINGLE_RECORD'],
  ] as const) {
    expect(replay({ kind })).toMatchObject({
      ...{ kind: 'refused', code },
      detail: expect.stringMatching(/replay (the record|it) from its source/),
    });
  }
});

test('[E21] where code had failed for the old row too, only a record that is not there yet is made', () => {
  const updated = line(null, {
    ...{ op: 'update', status: 'parked', code: 'CODE_FAILED' },
    ...{ before: { id: '1' }, after: given },
  });
  const made = { kind: 'row' as const, row: { id: '1', text: 'made', ...whole } };
  const lines = { selected: [updated], since: [updated] };
  expect(replay(made, lines).kind).toBe('write');
  const right = { id_r: '1', text_r: 'theirs', whole_r: '1', price_r: '1.1000', tags_r: '{}' };
  expect(replay(made, { ...lines, now: { left: null, right } })).toMatchObject({
    ...{ kind: 'refused', code: 'CHANGED_SINCE' },
    detail: 'The right side has changed since: what it held then is not known.',
  });
});
