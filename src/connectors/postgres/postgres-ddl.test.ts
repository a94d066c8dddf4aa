import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { deriveTables } from '#core/tables/derive-tables.ts';
import { orderTables } from '#core/tables/order-tables.ts';
import { TableWish } from '#core/tables/table-wish.ts';
import type { WantedChange } from '#core/tables/wanted-change.ts';
import { tableMakerOf } from '#testing/contract/table-contract.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { postgresConnector } from './index.ts';

let source: TestDatabase;
let target: TestDatabase;
let from: ConnectorSession;
let to: ConnectorSession;

beforeAll(async () => {
  [source, target] = await Promise.all([testDatabase('ddl_from'), testDatabase('ddl_to')]);
  await source.query(`
    CREATE TYPE mood AS ENUM ('glad', 'so so');
    CREATE TABLE "Accounts" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), "order" varchar(40) UNIQUE, place inet);
    CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account uuid REFERENCES "Accounts",
      boss int REFERENCES people, feels mood[] NOT NULL, pay numeric, stamp timestamptz(3), note json);
    COMMENT ON COLUMN people.pay IS 'in euro''s'`);
  from = postgresConnector.open({ url: source.url });
  to = postgresConnector.open({ url: target.url });
});
afterAll(async () => {
  await Promise.all([from.close(), to.close()]);
  await Promise.all([source.close(), target.close()]);
});

async function derived(session: ConnectorSession) {
  const schemas = await from.introspect();
  const dialect = await tableMakerOf(session).dialect();
  return deriveTables({
    from: { connector: 'postgres', tableOf: (stream) => dialect.tableOf(stream) },
    sources: schemas.map((schema) => ({
      schema,
      profiles: new Map(),
      wish: TableWish.parse({ stream: schema.name }),
    })),
    dialect,
    naming: 'snake',
    beside: [],
  });
}

describe('tables of PostgreSQL for PostgreSQL', () => {
  test('keep types of their own, enums, keys and comments; nothing is quoted that need not be', async () => {
    const changes = orderTables((await derived(to)).map(({ table }) => table));
    const { statements } = await tableMakerOf(to).plan(changes);
    expect(statements.map(({ sql }) => sql).join(';\n')).toBe(`CREATE TABLE public.accounts (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  "order" character varying(40),
  place inet,
  PRIMARY KEY (id),
  UNIQUE ("order")
);
ALTER TABLE public.accounts REPLICA IDENTITY FULL;
CREATE TYPE "public"."people_feels" AS ENUM ('glad', 'so so');
CREATE TABLE public.people (
  id integer NOT NULL,
  account uuid,
  boss integer,
  feels "public"."people_feels"[] NOT NULL,
  pay numeric,
  stamp timestamp(3) with time zone,
  note json,
  PRIMARY KEY (id),
  FOREIGN KEY (account) REFERENCES public.accounts (id),
  FOREIGN KEY (boss) REFERENCES public.people (id)
);
CREATE INDEX ON public.people (account);
CREATE INDEX ON public.people (boss);
COMMENT ON COLUMN public.people.pay IS 'in euro''s';
ALTER TABLE public.people REPLICA IDENTITY FULL`);
  });

  test('a right that is missing is found with its GRANT, which mends it', async () => {
    const user = `maker_${target.name}`;
    await target.query(`CREATE ROLE ${user} LOGIN PASSWORD 'x'; CREATE TABLE theirs (id int PRIMARY KEY)`);
    const url = new URL(target.url);
    url.username = user;
    url.password = 'x';
    const session = postgresConnector.open({ url: url.href });
    try {
      const maker = tableMakerOf(session);
      const [accounts] = await derived(session);
      const reference = { fields: ['id'], stream: 'public.theirs', referencedFields: ['id'] };
      const int = { type: { kind: 'int32' }, nativeType: 'int', nullable: true, default: null } as const;
      const changes: WantedChange[] = [
        { kind: 'create-table', table: { ...accounts!.table, references: [reference] } },
        { kind: 'add-field', stream: 'public.theirs', field: { ...int, name: 'more', comment: null } },
      ];
      const { findings, statements } = await maker.plan(changes);
      expect(findings.map(({ code }) => code)).toEqual(Array(3).fill('PRIVILEGE_MISSING'));
      const refused = await maker.execute(statements.map(({ sql }) => sql));
      expect(refused.failed).toMatchObject({ code: 'PRIVILEGE_MISSING' });
      await target.query(findings.map(({ fix }) => fix).join('\n'));
      expect((await maker.plan(changes)).findings).toEqual([]);
    } finally {
      await session.close();
      await target.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
    }
  });

  test('a schema that is missing is named', async () => {
    const [accounts] = await derived(to);
    const table = { ...accounts!.table, name: 'nowhere.accounts' };
    const { findings } = await tableMakerOf(to).plan([{ kind: 'create-table', table }]);
    expect(findings).toMatchObject([{ code: 'STREAM_MISSING', fix: 'CREATE SCHEMA "nowhere";' }]);
  });
});
