import { describe, expect, test } from 'vitest';
import type { LaneFields } from './lane-fields.ts';
import { maskLanes } from './mask-lanes.ts';
import { isMasked, MaskingRule } from './masking-rule.ts';
import { matchesPattern } from './matches-pattern.ts';

const rule = (field: string, rest: Partial<MaskingRule> = {}): MaskingRule =>
  MaskingRule.parse({ field, least: 'admin', ...rest });

function lane(id: string, left: string, right: string, pairs: [string, string, boolean?][]): LaneFields {
  const end = (text: string) => ({ connection: text.split('/')[0]!, stream: text.split('/')[1]! });
  return {
    laneId: id,
    mappingNodeId: 'map',
    left: end(left),
    right: end(right),
    every: { left: [], right: [] },
    pairs: pairs.map(([from, to, key = false]) => ({
      ...{ left: from, right: to, key, leftParts: [], rightParts: [] },
    })),
  };
}

describe('patterns', () => {
  test.each([
    ['email', 'Email', true],
    ['*.contacts', 'public.contacts', true],
    ['*', '', true],
    ['e*l', 'email', true],
    ['e*l', 'emails', false],
    ['*mail*', 'e_mail_address', true],
    ['a.c', 'abc', false],
    ['', 'x', false],
  ])('%s and %s: %s', (pattern, name, fits) => {
    expect(matchesPattern(pattern, name)).toBe(fits);
  });

  test('a pattern of many stars is told at once', () => {
    expect(matchesPattern('*a'.repeat(100), `${'a'.repeat(20_000)}b`)).toBe(false);
  });
});

test('a rule holds for roles below its least, for the connection, stream and field that it names', () => {
  const rules = [rule('email', { connection: 'crm', stream: '*.contacts', least: 'editor' })];
  const place = { connection: 'crm', stream: 'public.contacts', field: 'email' };
  expect(isMasked(rules, 'operator', place)).toBe(true);
  expect(isMasked(rules, 'editor', place)).toBe(false);
  expect(isMasked(rules, 'viewer', { ...place, connection: 'app' })).toBe(false);
  expect(isMasked(rules, 'viewer', { ...place, stream: 'public.people' })).toBe(false);
});

describe('a mask follows its values', () => {
  const lanes = [
    lane('one', 'crm/contacts', 'app/people', [
      ['id', 'id', true],
      ['email', 'mail'],
    ]),
    lane('two', 'app/people', 'dwh/persons', [
      ['id', 'id', true],
      ['mail', 'contact'],
    ]),
    lane('three', 'x/other', 'y/other', [['email', 'email', true]]),
  ];

  test('to the other side, and on through other lanes', () => {
    const { lanes: seen, sees } = maskLanes([rule('email', { connection: 'crm' })], 'operator', lanes);
    expect([...seen.get('one')!.left]).toEqual(['id']);
    expect([...seen.get('one')!.right]).toEqual(['id']);
    expect([...seen.get('two')!.right]).toEqual(['id']);
    expect(sees({ connection: 'dwh', stream: 'persons', field: 'contact' })).toBe(false);
    expect([...seen.get('three')!.left]).toEqual(['email']);
    expect(seen.get('one')!.key).toBe(true);
  });

  test('whoever has the role sees all', () => {
    const { lanes: seen } = maskLanes([rule('email')], 'admin', lanes);
    expect([...seen.get('one')!.left]).toEqual(['id', 'email']);
  });

  test('a key that is masked is not seen, and what was paired in an earlier version stays masked', () => {
    const later = lane('one', 'crm/contacts', 'app/people', [
      ['id', 'id', true],
      ['email', 'other'],
    ]);
    const { lanes: seen } = maskLanes([rule('email')], 'viewer', [...lanes, later]);
    expect(seen.get('three')!.key).toBe(false);
    expect([...seen.get('one')!.right]).toEqual(['id']);
  });

  test('through code, which may have made anything of it; what it is given is not masked by what it makes', () => {
    const coded = lane('c', 'crm/contacts', 'app/people', [
      ['id', 'id', true],
      ['tag', 'tag'],
    ]);
    coded.coded = { left: ['id', 'email', 'name'], right: [] };
    const { lanes: seen, sees } = maskLanes([rule('email', { connection: 'crm' })], 'viewer', [coded]);
    expect([...seen.get('c')!.left, ...seen.get('c')!.right]).toEqual(['id', 'id']);
    expect(sees({ connection: 'crm', stream: 'contacts', field: 'name' })).toBe(true);
    expect(sees({ connection: 'app', stream: 'people', field: 'tag' })).toBe(false);
  });

  test('to the parts of a joined pair', () => {
    const joined = lane('j', 'a/a', 'b/b', [['first + last', 'name']]);
    joined.pairs[0]!.leftParts = ['first', 'last'];
    const { lanes: seen, sees } = maskLanes([rule('last')], 'viewer', [joined]);
    expect([...seen.get('j')!.left, ...seen.get('j')!.right]).toEqual([]);
    expect(sees({ connection: 'b', stream: 'b', field: 'name' })).toBe(false);
  });
});
