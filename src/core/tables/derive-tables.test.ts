import { describe, expect, test } from 'vitest';
import { optionalField, streamOf } from '#testing/flow-fixtures.ts';
import type { TableDialect } from '../ports/table-maker.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { deriveTables, type TableDerivation } from './derive-tables.ts';
import { profileFields } from './profile-fields.ts';
import { TableWish } from './table-wish.ts';

/** A dialect that has everything but unsigned numbers, and knows nothing of native types. */
const dialect: TableDialect = {
  nameLimit: { unit: 'characters', max: 30 },
  foldsNames: true,
  tableOf: (stream) => stream.split('.').at(-1) ?? stream,
  streamFor: (table) => `main.${table}`,
  normalStream: (stream) => (stream.includes('.') ? stream : `main.${stream}`),
  spell: ({ type, indexedWith }) => {
    const peer: NeutralType =
      type.kind === 'uint64'
        ? { kind: 'decimal', precision: 20, scale: 0 }
        : type.kind === 'native'
          ? { kind: 'text' }
          : type;
    return { nativeType: `${peer.kind}/${indexedWith}`, type: peer, reason: 'Its peer.', warning: null };
  },
  statements: () => [],
  split: (sql) => [sql],
};

const field = optionalField;
const stream = streamOf;
const id = field('id', { kind: 'uuid' }, { nullable: false, hasDefault: true });

const accounts = stream(
  'crm.accounts',
  [id, field('accountName', { kind: 'text' }, { comment: 'as printed' })],
  {
    uniques: [['accountName']],
  },
);
const contacts = stream(
  'crm.contacts',
  [
    id,
    field('Account_ID', { kind: 'uuid' }),
    field('size', { kind: 'uint64' }, { nullable: false }),
    field('place', { kind: 'native', name: 'point' }),
    field('fullName', { kind: 'text' }, { readOnly: true, hasDefault: true }),
  ],
  { references: [{ fields: ['Account_ID'], stream: 'crm.accounts', referencedFields: ['id'] }] },
);

function derive(
  schemas: StreamSchema[],
  wishes: Record<string, object> = {},
  more: Partial<TableDerivation> = {},
) {
  return deriveTables({
    from: { connector: 'other', tableOf: dialect.tableOf },
    sources: schemas.map((schema) => ({
      schema,
      profiles: profileFields(['accountName'], [{ accountName: 'Muster & Söhne' }, { accountName: null }]),
      wish: TableWish.parse({ stream: schema.name, ...wishes[schema.name] }),
    })),
    dialect,
    naming: 'snake',
    beside: [],
    ...more,
  });
}

describe('a table that is derived from a stream', () => {
  test('has its fields in the naming of the target, with key, unique sets and references', () => {
    const [made, child] = derive([accounts, contacts]);
    expect(made?.table).toEqual({
      name: 'main.accounts',
      fields: [
        {
          name: 'id',
          type: { kind: 'uuid' },
          nativeType: 'uuid/1',
          nullable: false,
          default: 'uuid',
          comment: null,
        },
        {
          name: 'account_name',
          type: { kind: 'text' },
          nativeType: 'text/1',
          nullable: true,
          default: null,
          comment: 'as printed',
        },
      ],
      key: ['id'],
      uniques: [['account_name']],
      indexes: [],
      references: [],
    });
    expect(made?.match).toEqual([['id', 'id']]);
    expect(made?.fields[1]?.reason).toBe(
      'Its peer. The longest value among 2 sampled rows has 14 characters.',
    );
    expect(child?.table).toMatchObject({
      references: [{ fields: ['account_id'], stream: 'main.accounts', referencedFields: ['id'] }],
      indexes: [['account_id']],
    });
  });

  test('says which way the values of each field go, and leaves out what none could reach', () => {
    const [child] = derive([contacts]);
    const told = child?.fields.map(({ source, direction, leftOut }) => [source, direction, leftOut]);
    expect(told).toEqual([
      ['id', 'both', false],
      ['Account_ID', 'both', false],
      ['size', 'both', false],
      ['place', null, true],
      ['fullName', 'forward', false],
    ]);
    expect(child?.fields[3]?.warnings.join()).toContain('point');
    expect(child?.table.fields.map(({ name }) => name)).toEqual(['id', 'account_id', 'size', 'full_name']);
    expect(child?.notes).toEqual([
      'Account_ID gets no reference: crm.accounts is not made with it. Choose it too to have one.',
    ]);
  });

  test('refers to a table that is there already under the name it would get', () => {
    const there = { ...accounts, name: 'main.accounts' };
    const [child] = derive([contacts], {}, { beside: [there] });
    expect(child?.table.references).toMatchObject([{ stream: 'main.accounts', referencedFields: ['id'] }]);
    expect(child?.notes).toEqual([expect.stringContaining('is there already')]);
  });

  test('is as a person wants it', () => {
    const [made] = derive([accounts], {
      'crm.accounts': {
        name: 'firms',
        fields: { accountName: { name: 'Label', nativeType: 'citext', nullable: false } },
      },
    });
    expect(made?.table.name).toBe('main.firms');
    expect(made?.table.fields[1]).toMatchObject({ name: 'Label', nativeType: 'citext', nullable: false });
    const [less] = derive([accounts], { 'crm.accounts': { fields: { id: { leaveOut: true } } } });
    expect(less).toMatchObject({ match: [], table: { key: [], fields: [{ name: 'account_name' }] } });
    expect(less?.notes).toHaveLength(2);
  });

  test('has an index over the fields to match by, where nothing else finds them', () => {
    const [made] = derive([contacts], { 'crm.contacts': { match: ['size'] } });
    expect(made).toMatchObject({ match: [['size', 'size']], table: { indexes: [['size']] } });
    const [unique] = derive([accounts], { 'crm.accounts': { match: ['accountName'] } });
    expect(unique?.table.indexes).toEqual([]);
  });

  test('has no two names that the target takes for one, and none that is too long', () => {
    const long = 'x'.repeat(40);
    const [made] = derive([
      stream('crm.t', [
        id,
        field('ID', { kind: 'text' }),
        field('Id', { kind: 'text' }),
        field(long, { kind: 'text' }),
      ]),
    ]);
    expect(made?.table.fields.map(({ name }) => name)).toEqual(['id', 'id_2', 'id_3', 'x'.repeat(30)]);
  });
});
