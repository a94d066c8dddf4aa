import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileCast } from '#core/values/cast.ts';
import { castKind } from '#core/values/cast-table.ts';
import { coarserType } from '#core/values/coarser-type.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';
import { fieldOf, sampleTypes, textsOf } from './value-fixtures.ts';

/*
 * PostgreSQL as the oracle: what a cast gives is what the server itself makes of the value, spelled
 * as the server spells it, so that guards, echoes and reads can be compared as plain texts.
 */

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase('cast oracle');
  await database.query(`
    CREATE FUNCTION spell(value text, source text, target text) RETURNS text LANGUAGE plpgsql
      SET "TimeZone" = 'UTC' SET "DateStyle" = 'ISO' SET "IntervalStyle" = 'postgres' SET extra_float_digits = 1
    AS $$
      DECLARE spelled text;
      BEGIN
        EXECUTE format('SELECT format(''%%s'', (%L::%s)::%s)', value, source, target) INTO spelled;
        RETURN spelled;
      EXCEPTION WHEN data_exception THEN RETURN NULL;
      END
    $$`);
});
afterAll(() => database.close());

/** What the server makes of each value on the way from one type to another; null where it refuses. */
async function server(values: string[], source: string, target: string): Promise<(string | null)[]> {
  const rows = await database.query<{ spelled: string | null }>(
    'SELECT spell(value, $2, $3) AS spelled FROM unnest($1::text[]) WITH ORDINALITY AS v(value, n) ORDER BY n',
    [values, source, target],
  );
  return rows.map((row) => row.spelled);
}

const names: Partial<Record<NeutralType['kind'], string>> = {
  boolean: 'boolean',
  int16: 'smallint',
  int32: 'integer',
  int64: 'bigint',
  float32: 'real',
  float64: 'double precision',
  text: 'text',
  bytes: 'bytea',
  date: 'date',
  interval: 'interval',
  uuid: 'uuid',
};

function sqlType(type: NeutralType): string {
  switch (type.kind) {
    case 'decimal':
      return type.precision === undefined ? 'numeric' : `numeric(${type.precision},${type.scale ?? 0})`;
    case 'time':
    case 'timestamp':
      return `${type.kind}(${type.precision})`;
    case 'timestamptz':
      return `timestamp(${type.precision}) with time zone`;
    case 'array':
      return `${sqlType(type.of)}[]`;
    default:
      return names[type.kind] ?? '';
  }
}

const types = sampleTypes.filter((type) => sqlType(type) !== '' && !(type.kind === 'text' && type.max));

/** Cast values of one type, with what they were made of; those that do not fit are left out. */
function converted(from: NeutralType, to: NeutralType, seed: number): { value: string; cast: string }[] {
  const { convert } = compileCast(fieldOf(from), fieldOf(to));
  return fc.sample(textsOf(from), { numRuns: 40, seed }).flatMap((value) => {
    // Text in PostgreSQL holds no NUL.
    if (value.includes('\u0000')) return [];
    try {
      return [{ value, cast: convert(value) ?? '' }];
    } catch {
      return [];
    }
  });
}

test.each(types)('every cast to %j spells its values as PostgreSQL does', async (to) => {
  for (const [seed, from] of types.entries()) {
    if ('refused' in castKind(from, to)) continue;
    const casts = converted(from, to, seed).map(({ cast }) => cast);
    expect(await server(casts, sqlType(to), sqlType(to)), sqlType(from)).toEqual(casts);
  }
});

const exact = new Set<NeutralType['kind']>(['int16', 'int32', 'int64', 'decimal']);
const moments = new Set<NeutralType['kind']>(['date', 'timestamp', 'timestamptz']);
const alike = types.filter((type) => exact.has(type.kind) || moments.has(type.kind));

test.each(alike)('[E13] rounding from %j is PostgreSQL’s', async (from) => {
  for (const [seed, to] of alike.entries()) {
    if ('refused' in castKind(from, to)) continue;
    const casts = converted(from, to, seed).filter(({ value }) => value !== 'NaN');
    const values = casts.map(({ value }) => value);
    expect(await server(values, sqlType(from), sqlType(to)), sqlType(to)).toEqual(
      casts.map(({ cast }) => cast),
    );
  }
});

test.each(types)('[E13] values of %j can always be compared in the coarser type', async (own) => {
  for (const [seed, other] of types.entries()) {
    const coarser = coarserType(own, other);
    if (coarser === null) continue;
    // Infinity has no place in a decimal with a scale.
    const values = fc.sample(textsOf(own), { numRuns: 40, seed }).filter((value) => !value.includes('Inf'));
    expect(await server(values, sqlType(own), sqlType(coarser)), sqlType(other)).not.toContain(null);
  }
});
