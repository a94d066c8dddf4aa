import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { mysqlConnector } from './index.ts';

let database: TestDatabase;
let session: ConnectorSession;
beforeAll(async () => {
  database = await mariadbDatabase('take_keys');
  await database.query(`
    CREATE TABLE parent (id int PRIMARY KEY);
    CREATE TABLE counted (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, email varchar(40) NOT NULL UNIQUE, age int NOT NULL CHECK (age > 0),
      parent int NOT NULL, kind enum('a', 'b') NOT NULL, doc json NOT NULL, at timestamp NOT NULL, plain int UNIQUE,
      twice int GENERATED ALWAYS AS (plain * 2) STORED, FOREIGN KEY (parent) REFERENCES parent (id));
    CREATE SEQUENCE numbers INCREMENT BY 10;
    CREATE TABLE filled (id bigint PRIMARY KEY DEFAULT nextval(numbers), v int);
    INSERT INTO filled (id) VALUES (11);
    CREATE TABLE random (id uuid PRIMARY KEY DEFAULT uuid(), fixed int UNIQUE DEFAULT 7);
    INSERT INTO random (fixed) VALUES (7)`);
  session = mysqlConnector.open({ url: database.url });
});
afterAll(async () => {
  await session.close();
  await database.close();
});

const take = (stream: string, field: string, count: number) => session.target.takeKeys(stream, field, count);

describe('[E18] keys that the database gives out', () => {
  test('come from a counter, leave no row behind, and are not given out again', async () => {
    expect(await take('counted', 'id', 3)).toEqual(['1', '2', '3']);
    expect(await take('counted', 'id', 1)).toEqual(['4']);
    expect(await database.query('SELECT * FROM counted')).toEqual([]);
    await database.query(
      `INSERT INTO parent VALUES (1); INSERT INTO counted (email, age, parent, kind, doc, at) VALUES ('a', 1, 1, 'a', '{}', now())`,
    );
    const [made] = await database.query<{ id: string }>('SELECT id FROM counted');
    expect(Number(made?.id)).toBeGreaterThan(4);
    const more = await take('counted', 'id', 1500);
    expect(new Set(more).size).toBe(1500);
    expect(more.every((key) => Number(key) > Number(made?.id))).toBe(true);
  });

  test('come from any default, and pass over what was written by hand', async () => {
    expect(await take('filled', 'id', 2)).toEqual(['1', '21']);
    const keys = await take('random', 'id', 500);
    expect(new Set(keys).size).toBe(500);
    expect(await take('random', 'id', 0)).toEqual([]);
  });

  test('are refused where the system makes none, or always the same', async () => {
    await expect(take('counted', 'plain', 1)).rejects.toMatchObject({ code: 'LINK_KEY_UNFIT' });
    await expect(take('counted', 'twice', 1)).rejects.toMatchObject({ code: 'LINK_KEY_UNFIT' });
    await expect(take('random', 'fixed', 1)).rejects.toMatchObject({ code: 'LINK_KEY_UNFIT' });
  });
});
