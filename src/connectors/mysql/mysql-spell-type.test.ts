import { expect, test } from 'vitest';
import type { TypeWish } from '#core/ports/table-maker.ts';
import { profileFields } from '#core/tables/profile-fields.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { dialectOf } from './mysql-dialect.ts';
import { type SpellingRules, spellMysqlType } from './mysql-spell-type.ts';

const mariadb = dialectOf('10.11.18-MariaDB', 16_777_216);
const rules: SpellingRules = { dialect: mariadb, numbers: undefined };

function spell(type: NeutralType, more: Partial<TypeWish> & { values?: string[] } = {}, own = rules) {
  const { values, ...rest } = more;
  const rows = values?.map((value) => ({ f: value }));
  const profile = rows ? (profileFields(['f'], rows).get('f') ?? null) : null;
  const wish = { indexedWith: 0, fieldCount: 10, stream: 't', field: 'f', ...rest };
  return spellMysqlType(
    { type, from: { connector: 'postgres', nativeType: type.kind }, profile, ...wish },
    own,
  );
}
const native = (...given: Parameters<typeof spell>) => spell(...given).nativeType;

test('texts of an index get a length that leaves room for the others, and as much as sampled values need', () => {
  expect(native({ kind: 'text' })).toBe('longtext');
  expect(native({ kind: 'text' }, { indexedWith: 1 })).toBe('varchar(255)');
  expect(native({ kind: 'text' }, { indexedWith: 1, values: ['x'.repeat(300)] })).toBe('varchar(600)');
  expect(native({ kind: 'text' }, { indexedWith: 4 })).toBe('varchar(192)');
  expect(native({ kind: 'text', max: 20 }, { indexedWith: 4 })).toBe('varchar(20)');
  expect(spell({ kind: 'text', max: 900 }, { indexedWith: 1 })).toMatchObject({
    nativeType: 'varchar(255)',
    type: { kind: 'text', max: 255 },
    warning: expect.stringContaining('will not fit'),
  });
});

test('texts that a row has no room for lose their bound', () => {
  expect(native({ kind: 'text', max: 255 })).toBe('varchar(255)');
  expect(native({ kind: 'text', max: 255 }, { fieldCount: 450 })).toBe('text');
  expect(native({ kind: 'text', max: 100_000 })).toBe('longtext');
});

test('a decimal without bounds gets the widest ones, moved where sampled numbers need it', () => {
  expect(native({ kind: 'decimal' })).toBe('decimal(65,30)');
  expect(native({ kind: 'decimal' }, { values: ['9'.repeat(40), '0.5'] })).toBe('decimal(65,25)');
  expect(native({ kind: 'decimal', precision: 5, scale: -2 })).toBe('decimal(7,0)');
  expect(native({ kind: 'decimal', precision: 3, scale: 5 })).toBe('decimal(5,5)');
  expect(native({ kind: 'decimal', precision: 200, scale: 100 })).toBe('decimal(65,30)');
});

test('a uuid stays one where the server takes the values', () => {
  const standard = '0b1c9e4a-8a3f-4c1e-9d2b-1f2e3d4c5b6a';
  expect(spell({ kind: 'uuid' }, { values: [standard] })).toMatchObject({
    nativeType: 'uuid',
    warning: null,
  });
  expect(native({ kind: 'uuid' }, { values: [standard, 'c51ce410-c124-a10e-0db5-e4b97fc2af39'] })).toBe(
    'varchar(36)',
  );
  expect(native({ kind: 'uuid' }, {}, { ...rules, dialect: dialectOf('8.0.40', 1) })).toBe('varchar(36)');
});

test('an enum whose values blanks tell apart becomes a text', () => {
  expect(native({ kind: 'enum', values: ['a', "it's"] })).toBe("enum('a','it\\'s')");
  expect(native({ kind: 'enum', values: ['a', 'a '] })).toBe('varchar(2)');
});

test('a boolean is spelled so that the settings of the connection read it as one', () => {
  expect(native({ kind: 'boolean' })).toBe('tinyint(1)');
  expect(native({ kind: 'boolean' }, {}, { ...rules, numbers: 't.*' })).toBe('bit(1)');
});

test('between two of a kind a type stays as it is, unless the other server does not have it', () => {
  const from = { connector: 'mysql', nativeType: 'mediumint(8) unsigned' };
  expect(native({ kind: 'int32' }, { from })).toBe('mediumint(8) unsigned');
  const uuid = { from: { connector: 'mysql', nativeType: 'uuid' } };
  expect(native({ kind: 'uuid' }, uuid)).toBe('uuid');
  expect(native({ kind: 'uuid' }, uuid, { ...rules, dialect: dialectOf('8.0.40', 1) })).toBe('varchar(36)');
});
