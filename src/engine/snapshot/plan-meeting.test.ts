import { describe, expect, test } from 'vitest';
import { adaptLane } from '#core/drift/adapt-lane.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { FirstSyncState } from '#core/ports/lane-store.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { compiledExample } from '#testing/compile-fixtures.ts';
import { contacts, people } from '#testing/flow-fixtures.ts';
import { compileLane } from '../plan/compiled-lane.ts';
import { planMeeting } from './plan-meeting.ts';

const known = (stream: StreamSchema, id: string): StreamSchema => ({
  ...stream,
  id,
  fields: stream.fields.map((field, index) => ({ ...field, number: index + 1 })),
});
const left = known(contacts, '10');
const right = known(people, '20');
const [example] = compiledExample().lanes;
const deployed = {
  ...(example as Lane),
  left: { ...(example as Lane).left, stream: left },
  right: { ...(example as Lane).right, stream: right },
};

const now = { at: 5, heads: { left: 'L', right: 'R' } };
const plan = (
  state: FirstSyncState | null,
  streams: { left?: StreamSchema | null; right?: StreamSchema | null } = {},
  lane: Lane = deployed,
) => {
  const fit = adaptLane(lane, { left, right, ...streams });
  return planMeeting(compileLane('f', fit.lane, { fit }), state, now);
};
const done = (state: FirstSyncState): FirstSyncState => ({ ...state, phase: 'done' });
const met = done(plan(null).state);
const without = (stream: StreamSchema, name: string): StreamSchema => ({
  ...stream,
  fields: stream.fields.filter((field) => field.name !== name),
});
const changed = (stream: StreamSchema, name: string, to: object): StreamSchema => ({
  ...stream,
  fields: stream.fields.map((field) => (field.name === name ? { ...field, ...to } : field)),
});

describe('[E15] what a lane has to meet when it starts', () => {
  test('is a pair for which a field was made: what is empty there gives way', () => {
    const before = { ...met, pairs: met.pairs.filter((pair) => pair.left.name !== 'name') };
    const made: Lane = {
      ...deployed,
      fields: deployed.fields.map((pair) => (pair.left === 'name' ? { ...pair, made: 'left' } : pair)),
    };
    expect(plan(before, {}, made)).toMatchObject({ state: { only: ['name'], fresh: { name: 'left' } } });
    expect(plan(before)).toMatchObject({ state: { only: ['name'], fresh: {} } });
  });

  test('is everything at first, and nothing once that is done', () => {
    expect(plan(null)).toMatchObject({ state: { generation: 1, phase: 'left', only: null }, due: [] });
    expect(plan(met)).toEqual({ state: met, due: [] });
  });

  test('is nothing while a pair is suspended, and that pair when its field is back: what is empty there gives way', () => {
    const away = plan(met, { right: without(right, 'full_name') });
    expect(away).toMatchObject({ state: { phase: 'done', generation: 1 }, due: [] });
    const back = plan(away.state);
    expect(back).toMatchObject({
      state: { phase: 'left', generation: 2, only: ['name'], fresh: { name: 'right' }, heedFrom: now.heads },
      due: ['name'],
    });
    expect(plan(back.state)).toMatchObject({
      state: { phase: 'left', generation: 2, only: ['name'] },
      due: [],
    });
  });

  test('is a pair whose field was made anew, has another type, or goes another way', () => {
    const anew = plan(met, { left: changed(left, 'email', { number: 9 }) });
    expect(anew.state).toMatchObject({ only: ['email'], fresh: { email: 'left' } });
    const retyped = plan(met, { left: changed(left, 'email', { nativeType: 'varchar(9)' }) });
    expect(retyped.state).toMatchObject({ only: ['email'], fresh: {} });
    const fields = deployed.fields.map((pair) =>
      pair.left === 'email' ? { ...pair, direction: 'forward' as const } : pair,
    );
    expect(plan(met, {}, { ...deployed, fields }).state).toMatchObject({ only: ['email'], fresh: {} });
  });

  test('is what a new version maps, and not what it maps no more', () => {
    const fewer = { ...deployed, fields: deployed.fields.filter((pair) => pair.left !== 'name') };
    const before = plan(met, {}, fewer);
    expect(before.due).toEqual([]);
    expect(plan(before.state)).toMatchObject({ due: ['name'], state: { only: ['name'] } });
  });

  test('grows with what comes while it is under way', () => {
    const first = plan(met, { left: changed(left, 'email', { nativeType: 'varchar(9)' }) });
    const second = plan(first.state, {
      left: changed(changed(left, 'email', { nativeType: 'varchar(9)' }), 'name', {
        nativeType: 'varchar(9)',
      }),
    });
    expect(second.state.only?.toSorted()).toEqual(['email', 'name']);
    const whole = plan(
      { ...met, phase: 'right' },
      { left: changed(left, 'email', { nativeType: 'varchar(9)' }) },
    );
    expect(whole).toMatchObject({ state: { phase: 'left', only: null }, due: ['email'] });
  });

  test('is everything where a stream is another one, a side was gone, or records are found otherwise', () => {
    expect(plan(met, { right: { ...right, id: '21' } }).state).toMatchObject({ phase: 'left', only: null });
    const gone = plan(met, { right: null });
    expect(gone.state).toMatchObject({ shape: '', only: null });
    expect(plan(gone.state).state).toMatchObject({ phase: 'left', only: null, shape: met.shape });
    expect(plan({ ...met, shape: 'another' }).state).toMatchObject({
      generation: 2,
      phase: 'left',
      only: null,
    });
  });

  test('[E5] is a walk that makes digests, where the log holds no complete old rows any more', () => {
    const partial = plan(met, { left: { ...left, beforeImage: 'key' } });
    expect(partial).toMatchObject({ state: { phase: 'left', only: [], digests: true }, due: [] });
    expect(plan(done(partial.state), { left: { ...left, beforeImage: 'key' } }).state.phase).toBe('done');
  });
});
