import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';

const MEGABYTE = 1_048_576;
const table = (name: string) => `
  CREATE TABLE ${name} (id int PRIMARY KEY, name text, body text);
  ALTER TABLE ${name} ALTER body SET STORAGE EXTERNAL;`;

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

/** What a table holds; sizes are known without the values. */
const sizesOf = (name: string) => `SELECT id, name, octet_length(body) AS size FROM ${name} ORDER BY id`;
const digestsOf = (name: string) => `SELECT md5(body) AS digest FROM ${name} ORDER BY id`;

describe('values of 16 MB that lie outside their rows', () => {
  test.each(['FULL', 'DEFAULT'])(
    'go both ways, whether they changed or not, identity %s',
    async (identity) => {
      const sql = (name: string) => `${table(name)} ALTER TABLE ${name} REPLICA IDENTITY ${identity};`;
      const running = await flowOnDatabases('large_values', {
        leftSql: `${sql('l')} INSERT INTO l VALUES (1, 'first', repeat('a', ${16 * MEGABYTE}))`,
        rightSql: sql('r'),
        lanes: [
          {
            left: 'public.l',
            right: 'public.r',
            mapping: {
              match: [['id', 'id']],
              fields: ['id', 'name', 'body'].map((field) => ({ left: field, right: field })),
            },
          },
        ],
      });
      flow = running;
      await running.start();
      const agree = async (expected: object[]) => {
        const both = async (sql: (name: string) => string) =>
          JSON.stringify(await running.left.query(sql('l'))) ===
          JSON.stringify(await running.right.query(sql('r')));
        await eventually('both sides agree', () => both(sizesOf), 60);
        expect(await both(digestsOf)).toBe(true);
        expect(await running.right.query(sizesOf('r'))).toMatchObject(expected);
        expect(await running.store.query('SELECT code, detail FROM pending_record')).toEqual([]);
      };
      await agree([{ id: 1, size: 16 * MEGABYTE }]);
      // The log does not repeat the value.
      await running.left.query(`UPDATE l SET name = 'second' WHERE id = 1`);
      await agree([{ id: 1, name: 'second', size: 16 * MEGABYTE }]);
      await running.right.query(`UPDATE r SET name = 'third' WHERE id = 1`);
      await agree([{ id: 1, name: 'third', size: 16 * MEGABYTE }]);
      await running.right.query(`UPDATE r SET body = body || 'b' WHERE id = 1`);
      await agree([{ id: 1, name: 'third', size: 16 * MEGABYTE + 1 }]);
      await running.left.query(`INSERT INTO l VALUES (2, 'new', repeat('c', ${16 * MEGABYTE}))`);
      await agree([{ id: 1 }, { id: 2, size: 16 * MEGABYTE }]);
      await running.left.query('DELETE FROM l WHERE id = 1');
      await agree([{ id: 2 }]);
    },
    180_000,
  );
});
