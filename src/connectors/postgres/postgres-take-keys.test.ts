import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { postgresConnector } from './index.ts';

let database: TestDatabase;
let session: ConnectorSession;
beforeAll(async () => {
  database = await testDatabase('take_keys');
  await database.query(`
    CREATE SCHEMA "odd name";
    CREATE TABLE "odd name"."Always" ("The id" int GENERATED ALWAYS AS IDENTITY (INCREMENT 10) PRIMARY KEY);
    CREATE TABLE filled (id bigserial PRIMARY KEY, code text UNIQUE DEFAULT 'c' || nextval('filled_id_seq'), plain int UNIQUE,
      double int GENERATED ALWAYS AS (plain * 2) STORED);
    INSERT INTO filled (id, code) VALUES (2, 'x'), (4, 'c5');
    CREATE TABLE random (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), fixed int UNIQUE DEFAULT 7);
    INSERT INTO random (fixed) VALUES (7)`);
  session = postgresConnector.open({ url: database.url });
});
afterAll(async () => {
  await session.close();
  await database.close();
});

const take = (stream: string, field: string, count: number) => session.target.takeKeys(stream, field, count);

describe('[E18] keys that the database gives out', () => {
  test('come from an identity that nobody may write, and are not given out again', async () => {
    expect(await take('"odd name"."Always"', 'The id', 3)).toEqual(['1', '11', '21']);
    expect(await take('"odd name"."Always"', 'The id', 1)).toEqual(['31']);
    await database.query('INSERT INTO "odd name"."Always" DEFAULT VALUES');
    expect(await database.query('SELECT "The id" AS id FROM "odd name"."Always"')).toEqual([{ id: 41 }]);
  });

  test('pass over what was written by hand', async () => {
    expect(await take('public.filled', 'id', 3)).toEqual(['1', '3', '5']);
  });

  test('come from any default', async () => {
    expect(await take('public.filled', 'code', 2)).toEqual(['c6', 'c7']);
    const keys = await take('public.random', 'id', 500);
    expect(new Set(keys).size).toBe(500);
    expect(await take('public.random', 'id', 0)).toEqual([]);
  });

  test('are refused where the system makes none, or always the same', async () => {
    await expect(take('public.filled', 'plain', 1)).rejects.toMatchObject({ code: 'LINK_KEY_UNFIT' });
    await expect(take('public.filled', 'double', 1)).rejects.toMatchObject({ code: 'LINK_KEY_UNFIT' });
    await expect(take('public.random', 'fixed', 1)).rejects.toMatchObject({ code: 'LINK_KEY_UNFIT' });
  });
});
