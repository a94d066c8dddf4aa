import { describe, expect, test } from 'vitest';
import { compiledExample } from '#testing/compile-fixtures.ts';
import { contacts, optionalField, people, requiredField } from '#testing/flow-fixtures.ts';
import type { Lane } from '../flow/lane.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { adaptLane } from './adapt-lane.ts';
import { driftKey } from './drift.ts';
import { proposalsOf } from './proposals-of.ts';

const numbered = (stream: StreamSchema): StreamSchema => ({
  ...stream,
  fields: stream.fields.map((field, index) => ({ ...field, number: index + 1 })),
});
const left = numbered(contacts);
const right = numbered(people);

function deployedLane(): Lane {
  const [lane] = compiledExample().lanes;
  if (!lane) throw new Error('the example has no lane');
  return { ...lane, left: { ...lane.left, stream: left }, right: { ...lane.right, stream: right } };
}

const deployed = deployedLane();
const adapt = (now: { left?: StreamSchema | null; right?: StreamSchema | null }) =>
  adaptLane(deployed, { left, right, ...now });
const keys = (adapted: ReturnType<typeof adaptLane>) => adapted.drifts.map(driftKey);
const change = (stream: StreamSchema, name: string, to: object | null): StreamSchema => ({
  ...stream,
  fields: stream.fields.flatMap((field) => (field.name !== name ? [field] : to ? [{ ...field, ...to }] : [])),
});
const carried = (adapted: ReturnType<typeof adaptLane>) => adapted.lane.fields.map((pair) => pair.left);

describe('[E15] a pair with steps on streams that have changed', () => {
  const greeting = {
    left: 'name + email',
    right: 'full_name',
    parts: { left: ['name', 'email'] },
    transform: { forward: [{ kind: 'template' as const, text: '{name} {email}' }] },
  };
  const stepped: Lane = {
    ...deployed,
    fields: deployed.fields.flatMap((field) =>
      field.left === 'name' ? [{ ...field, ...greeting }] : field.left === 'email' ? [] : [field],
    ),
  };
  const adaptStepped = (now: { left?: StreamSchema; right?: StreamSchema }) =>
    adaptLane(stepped, { left, right, ...now });
  const names = (adapted: ReturnType<typeof adaptLane>) => adapted.suspended.map((pair) => pair.left);

  test('goes on where nothing differs, or where the steps take the new type', () => {
    expect(adaptStepped({})).toMatchObject({ suspended: [], drifts: [] });
    const shorter = change(left, 'email', { nativeType: 'varchar(40)', type: { kind: 'text', max: 40 } });
    expect(names(adaptStepped({ left: shorter }))).toEqual([]);
  });

  test('is suspended when any of its fields is gone, renamed, or of a type that the steps do not take', () => {
    const gone = adaptStepped({ left: change(left, 'email', null) });
    expect(names(gone)).toEqual(['name + email']);
    expect(keys(gone)).toEqual(['left:field-dropped:email:name + email=full_name']);
    const renamed = adaptStepped({ left: change(left, 'email', { name: 'mail' }) });
    expect(keys(renamed)).toEqual(['left:field-renamed:email:mail:name + email=full_name']);
    const retyped = adaptStepped({
      left: change(left, 'email', { nativeType: 'point', type: { kind: 'native', name: 'point' } }),
    });
    expect(names(retyped)).toEqual(['name + email']);
    expect(retyped.drifts[0]).toMatchObject({ refused: expect.stringContaining('email has no text') });
  });

  test('is suspended while the log holds no complete old rows', () => {
    const partial = adaptStepped({ left: { ...left, beforeImage: 'key' } });
    expect(names(partial)).toEqual(['name + email']);
    expect(keys(partial)).toEqual(['left:old-rows:key']);
  });
});

describe('[E15] a lane on streams that have changed', () => {
  test('is as it was deployed where nothing differs', () => {
    const adapted = adapt({});
    expect(adapted).toMatchObject({ lane: deployed, broken: {}, suspended: [], drifts: [] });
  });

  test('goes on without the pair whose field is gone', () => {
    const adapted = adapt({ right: change(right, 'full_name', null) });
    expect(carried(adapted)).toEqual(carried(adapt({})).filter((name) => name !== 'name'));
    expect(adapted.suspended).toMatchObject([{ left: 'name', right: 'full_name' }]);
    expect(keys(adapted)).toEqual(['right:field-dropped:full_name:name=full_name']);
    expect(proposalsOf(adapted)[0]).toMatchObject({
      severity: 'suspended',
      options: [
        { kind: 'unmap', left: 'name', right: 'full_name' },
        { kind: 'create', side: 'right', field: 'full_name', like: { side: 'right', field: 'full_name' } },
      ],
    });
  });

  test('knows a renamed field by its number, and proposes to follow it', () => {
    const adapted = adapt({ left: change(left, 'email', { name: 'mail' }) });
    expect(keys(adapted)).toEqual(['left:field-renamed:email:mail:email=email_address']);
    expect(adapted.suspended).toMatchObject([{ left: 'email' }]);
    expect(proposalsOf(adapted)[0]?.options[0]).toMatchObject({
      kind: 'follow',
      side: 'left',
      from: 'email',
      to: 'mail',
    });
  });

  test('goes on with a new type that has a cast, and without the pair where it has none', () => {
    const fits = adapt({
      left: change(left, 'email', { nativeType: 'varchar(9)', type: { kind: 'text', max: 9 } }),
    });
    expect(fits.suspended).toEqual([]);
    expect(fits.drifts).toMatchObject([{ kind: 'field-retyped', refused: null }]);
    const native = { nativeType: 'point', type: { kind: 'native', name: 'point' } };
    const refused = adapt({ left: change(left, 'email', native) });
    expect(refused.suspended).toMatchObject([{ left: 'email' }]);
    expect(refused.drifts).toMatchObject([
      { kind: 'field-retyped', refused: expect.stringContaining('point') },
    ]);
    expect(proposalsOf(refused)[0]?.options).toMatchObject([{ kind: 'unmap' }]);
  });

  test('goes on without a pair that cannot be written any more', () => {
    const adapted = adapt({ right: change(right, 'full_name', { readOnly: true }) });
    expect(keys(adapted)).toEqual(['right:field-read-only:full_name:name=full_name']);
    expect(adapted.suspended).toHaveLength(1);
  });

  test('tells a new field: to be mapped where the other side has its like, to be created where not', () => {
    const city = optionalField('City', { kind: 'text' });
    const alone = adapt({ left: { ...left, fields: [...left.fields, city] } });
    expect(keys(alone)).toEqual(['left:field-added:City']);
    // In the naming of the stream that gets it.
    expect(proposalsOf(alone)[0]).toMatchObject({
      severity: 'info',
      options: [{ kind: 'create', side: 'right', field: 'city', like: { side: 'left', field: 'City' } }],
    });
    const oneWay = adaptLane(
      { ...deployed, direction: 'backward' },
      { left: { ...left, fields: [...left.fields, city] }, right },
    );
    expect(proposalsOf(oneWay)[0]?.options).toEqual([]);
    const both = adapt({
      left: { ...left, fields: [...left.fields, city] },
      right: { ...right, fields: [...right.fields, { ...city, name: 'city' }] },
    });
    expect(proposalsOf(both).map(({ options }) => options)).toMatchObject([
      [{ kind: 'map', left: 'City', right: 'city' }],
      [{ kind: 'map', left: 'City', right: 'city' }],
    ]);
    const other = adapt({
      left: { ...left, fields: [...left.fields, city] },
      right: {
        ...right,
        fields: [...right.fields, optionalField('city', { kind: 'native', name: 'point' })],
      },
    });
    expect(proposalsOf(other)[0]?.options).toEqual([]);
  });

  test('warns of a new field that must be filled', () => {
    const must = requiredField('region', { kind: 'text' });
    const adapted = adapt({ right: { ...right, fields: [...right.fields, must] } });
    expect(proposalsOf(adapted)[0]).toMatchObject({ severity: 'warning', drift: { required: true } });
  });

  test('is broken where a stream or its key is gone, and keeps what was deployed of that side', () => {
    const gone = adapt({ right: null });
    expect(gone.broken.right).toMatchObject({ code: 'STREAM_MISSING' });
    expect(gone.lane.right.stream).toEqual(right);
    expect(keys(gone)).toEqual(['right:stream-missing:public.people']);
    expect(proposalsOf(gone)[0]).toMatchObject({ severity: 'stopped', options: [] });
    const keyless = adapt({ left: change(left, 'id', null) });
    expect(keyless.broken.left).toMatchObject({ code: 'FIELD_MISSING' });
    expect(keys(keyless)).toEqual(['left:key-broken:id']);
    expect(carried(keyless)).toEqual(carried(adapt({})));
  });

  test('is broken where the types of the key do not go both ways any more, on the side that changed', () => {
    const native = { nativeType: 'point', type: { kind: 'native', name: 'point' } };
    const refused = adapt({ right: change(right, 'contact_id', native) });
    expect(Object.keys(refused.broken)).toEqual(['right']);
    const coarser = { nativeType: 'timestamp(3)', type: { kind: 'timestamp', precision: 3 } };
    const finer = { nativeType: 'timestamp', type: { kind: 'timestamp', precision: 6 } };
    const onTime = {
      ...deployed,
      left: { ...deployed.left, stream: change(left, 'id', finer) },
      right: { ...deployed.right, stream: change(right, 'contact_id', finer) },
    };
    const lossy = adaptLane(onTime, { left: change(left, 'id', coarser), right: onTime.right.stream });
    expect(lossy.broken).toMatchObject({ left: { code: 'CAST_REFUSED' } });
  });

  test('is broken where the log names no row any more, if the lane reads there', () => {
    const nameless = adapt({ left: { ...left, key: [], beforeImage: 'none' } });
    expect(nameless.broken.left).toMatchObject({ code: 'KEY_MISSING' });
    const oneWay = { ...deployed, direction: 'backward' as const };
    expect(adaptLane(oneWay, { left: { ...left, key: [], beforeImage: 'none' }, right }).broken).toEqual({});
  });

  test('tells of a key that is not unique any more, and of old rows that the log holds no more', () => {
    const loose = adapt({ left: { ...left, key: [] } });
    expect(keys(loose)).toEqual(['left:key-not-unique:id']);
    const partial = adapt({ left: { ...left, beforeImage: 'key' } });
    expect(keys(partial)).toEqual(['left:old-rows:key']);
    expect(proposalsOf(partial)[0]).toMatchObject({
      severity: 'warning',
      options: [{ kind: 'sql', sql: 'ALTER TABLE public.contacts REPLICA IDENTITY FULL;' }],
    });
    const full = adaptLane(
      { ...deployed, left: { ...deployed.left, stream: { ...left, beforeImage: 'key' } } },
      { left, right },
    );
    expect(proposalsOf(full)[0]).toMatchObject({ severity: 'info', options: [] });
    expect(proposalsOf(loose)[0]).toMatchObject({ severity: 'warning', options: [] });
  });
});

describe('[E15] what uses a field that has changed', () => {
  test('a filter over a field that is gone stops its side, one that still makes sense goes on', () => {
    const filter = { nodeId: 'only', condition: 'size(email) > 3', leave: 'keep' as const };
    const filtered: Lane = { ...deployed, filters: { left: [filter] } };
    const of = (stream: StreamSchema) => adaptLane(filtered, { left: stream, right });
    const gone = of(change(left, 'email', { name: 'mail' }));
    expect(gone.broken.left).toEqual({
      code: 'FILTER_INVALID',
      message: 'The filter "only" uses email, which is called mail in public.contacts now.',
      holdsLog: true,
    });
    expect(keys(gone)).toContain('left:use-broken:only:email');
    expect(gone.lane.left.stream).toEqual(left);
    expect(proposalsOf(gone).find(({ drift }) => drift.kind === 'use-broken')).toMatchObject({
      severity: 'stopped',
      title: 'email of public.contacts of crm changed, and the flow uses it',
      detail: expect.stringContaining('Mend the step and deploy'),
    });
    expect(of(change(left, 'email', { type: { kind: 'text', max: 9 } })).broken).toEqual({});
    expect(
      of(change(left, 'email', { type: { kind: 'int32' }, nativeType: 'int4' })).broken.left?.message,
    ).toContain('email, which has become int4 in public.contacts (it was');
  });

  test('a pair whose conflicts code decides waits while its left field has another type than that code knows', () => {
    const rule = { kind: 'code' as const, node: 'prices' };
    const field = left.fields.find(({ name }) => name === 'name');
    if (!field) throw new Error('the example has no name');
    const code = { nodeId: 'prices', form: 'merge' as const, source: '', modules: {}, tables: {} };
    const asking: Lane = {
      ...deployed,
      fields: deployed.fields.map((each) => (each.left === 'name' ? { ...each, rule } : each)),
      merges: { prices: { ...code, input: [field], output: [field] } },
    };
    expect(adaptLane(asking, { left, right }).suspended).toEqual([]);
    const shorter = change(left, 'name', { nativeType: 'varchar(9)', type: { kind: 'text', max: 9 } });
    const adapted = adaptLane(asking, { left: shorter, right });
    expect(adapted.suspended.map((pair) => pair.left)).toEqual(['name']);
    expect(adapted.drifts[0]).toMatchObject({
      refused: expect.stringContaining('The code "prices" decides'),
    });
  });
});
