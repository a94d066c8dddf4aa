import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { holdsRows } from '#testing/engine/holds-rows.ts';
import { verifyFirst } from '#testing/engine/verify-first.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
type Sketch = Parameters<Flow['redeploy']>[0][number];

let flow: Flow | null = null;
afterEach(() => flow?.close());

const source = `
  export function transform(record: Input): Output | null {
    if (record.mail === null) return null;
    if (record.mail === 'boom') throw new Error('no such mailbox');
    if (record.mail === 'two') return [1, 2].map((size) => ({ ...record, size })) as never;
    return { ...record, mail: record.mail.trim().toLowerCase(), size: record.mail.length };
  }`;
const fields = [
  { name: 'mail', type: { kind: 'text' } },
  { name: 'born', type: { kind: 'date' } },
  { name: 'size', type: { kind: 'int32' } },
];
const lane: Sketch = {
  left: 'public.l',
  right: 'public.r',
  mapping: {
    direction: 'forward',
    match: [['id', 'l_id']],
    fields: [
      { left: 'id', right: 'l_id' },
      { left: 'email', right: 'mail' },
      { left: 'birthday', right: 'born' },
    ],
  },
  code: { right: [{ form: 'transform', source, fields }] },
};
const full = (sql: string) => `${sql}; ALTER TABLE ${sql.split(' ')[2]} REPLICA IDENTITY FULL;`;

describe('code behind the mapping', () => {
  test('[E30] [E9] carries what the code makes of what the mapping makes, of rows that were there and of changes; what either refuses is parked with its own reason', async () => {
    flow = await flowOnDatabases('code_behind', {
      leftSql: `${full('CREATE TABLE l (id int PRIMARY KEY, email text, birthday text, other int)')}
        INSERT INTO l VALUES (1, ' Ann@X.org', '2001-02-03'), (2, NULL, NULL), (3, 'boom', NULL), (4, 'Dan@x.org', 'no day');`,
      rightSql: full(
        "CREATE TABLE r (id serial, l_id int PRIMARY KEY, mail text, born date, size int, note text DEFAULT 'own')",
      ),
      lanes: [lane],
    });
    await flow.start();
    const all = 'SELECT l_id, mail, born::text, size, note FROM r ORDER BY l_id';
    await holdsRows(flow.right, all, ['1 ann@x.org 2001-02-03 10 own']);
    await eventually('two are parked', () => flow?.status()[0]?.pending.parked === 2, 60);
    await flow.left.query(`
      INSERT INTO l VALUES (5, 'EVE', '1999-12-31'), (6, NULL, NULL), (7, 'x', 'never'), (8, 'two', NULL);
      UPDATE l SET email = 'B' WHERE id = 2;
      UPDATE l SET birthday = '2004-04-04' WHERE id = 4;
      UPDATE l SET other = 1 WHERE id = 1;
      UPDATE l SET id = 11 WHERE id = 1`);
    await holdsRows(flow.right, all, [
      '2 b  1 own',
      '4 dan@x.org 2004-04-04 9 own',
      '5 eve 1999-12-31 3 own',
      '11 ann@x.org 2001-02-03 10 own',
    ]);
    await eventually('three are parked', () => flow?.status()[0]?.pending.parked === 3, 60);
    const ledger = await flow.ledger();
    const failed = ledger.filter(({ status }) => status === 'failed' || status === 'parked');
    expect(failed.find(({ record_key: key }) => key === '["7"]')).toMatchObject({ code: 'CAST_FAILED' });
    expect(failed.find(({ record_key: key }) => key === '["7"]')?.detail).toContain('"never" in birthday');
    const several = failed.find(({ record_key: key }) => key === '["8"]');
    expect(several).toMatchObject({ code: 'CODE_RESULT_INVALID' });
    expect(several?.detail).toContain('Put the code before the mapping');
    expect(failed.find(({ record_key: key }) => key === '["3"]')).toMatchObject({ code: 'CODE_FAILED' });
    await flow.left.query(
      "UPDATE l SET email = 'ok', birthday = NULL WHERE id IN (3, 7, 8); DELETE FROM l WHERE id = 2",
    );
    await holdsRows(flow.right, all, [
      '3 ok  2 own',
      '4 dan@x.org 2004-04-04 9 own',
      '5 eve 1999-12-31 3 own',
      '7 ok  2 own',
      '8 ok  2 own',
      '11 ann@x.org 2001-02-03 10 own',
    ]);
    expect(await verifyFirst(flow.engine)).toMatchObject({
      checked: 6,
      differing: 0,
      onlyLeft: 0,
      onlyRight: 0,
    });
    await flow.right.query("UPDATE r SET mail = 'touched' WHERE l_id = 5");
    expect(await verifyFirst(flow.engine)).toMatchObject({ differing: 1, onlyLeft: 0, onlyRight: 0 });
  });

  test('[E30] [E18] keys that links tie, and references that they translate, go past the code', async () => {
    const upper = (name: string) => ({
      right: [
        {
          form: 'transform',
          source: `export const transform: Transform = (record) => ({ ...record, ${name}: record.${name}?.toUpperCase() ?? null });`,
        },
      ],
    });
    const pair = (left: string, right: string) => ({ left, right });
    flow = await flowOnDatabases('code_behind_links', {
      leftSql: `${full('CREATE TABLE l (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, email text UNIQUE)')}
        ${full('CREATE TABLE lo (id serial PRIMARY KEY, l_id int REFERENCES l, note text)')}
        INSERT INTO l (name, email) VALUES ('Ann', 'a@x'), ('Bob', 'b@x');
        INSERT INTO lo (l_id, note) VALUES (2, 'two')`,
      rightSql: `${full('CREATE TABLE r (key uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text, mail text UNIQUE)')}
        ${full('CREATE TABLE ro (id bigint GENERATED BY DEFAULT AS IDENTITY (START 1000) PRIMARY KEY, r_key uuid REFERENCES r, note text)')}
        INSERT INTO r (title, mail) VALUES ('old', 'b@x')`,
      lanes: [
        {
          ...{ left: 'public.l', right: 'public.r', code: upper('mail') },
          mapping: {
            direction: 'forward',
            link: { by: [['email', 'mail']] },
            fields: [pair('name', 'title'), pair('email', 'mail')],
          },
        },
        {
          ...{ left: 'public.lo', right: 'public.ro', code: upper('note') },
          mapping: { direction: 'forward', link: {}, fields: [pair('l_id', 'r_key'), pair('note', 'note')] },
        },
      ],
    });
    await flow.start();
    // They find each other by what the systems hold.
    const people = 'SELECT title, mail FROM r ORDER BY mail';
    const orders = 'SELECT o.id, r.mail, o.note FROM ro o LEFT JOIN r ON r.key = o.r_key ORDER BY o.id';
    await holdsRows(flow.right, people, ['Ann A@X', 'Bob B@X']);
    await holdsRows(flow.right, orders, ['1000 B@X TWO']);
    await flow.left.query(`INSERT INTO l (name, email) VALUES ('Cid', 'c@x');
      INSERT INTO lo (l_id, note) VALUES (3, 'three'); UPDATE lo SET l_id = 1 WHERE id = 1;
      UPDATE l SET email = 'bb@x' WHERE id = 2`);
    await holdsRows(flow.right, people, ['Ann A@X', 'Bob BB@X', 'Cid C@X']);
    await holdsRows(flow.right, orders, ['1000 A@X TWO', '1001 C@X THREE']);
    await flow.left.query('DELETE FROM lo WHERE l_id = 3; DELETE FROM l WHERE id = 3');
    await holdsRows(flow.right, people, ['Ann A@X', 'Bob BB@X']);
    expect(await verifyFirst(flow.engine)).toMatchObject({
      checked: 2,
      differing: 0,
      onlyLeft: 0,
      onlyRight: 0,
    });
  });

  test('[E30] [E11] filters before and behind it leave records out, and what leaves goes as they say', async () => {
    flow = await flowOnDatabases('code_behind_filters', {
      leftSql: `${full('CREATE TABLE l (id int PRIMARY KEY, email text, birthday text, other int)')}
        INSERT INTO l VALUES (1, 'ann', NULL, 1), (2, 'bob', NULL, 0), (3, 'x', NULL, 1);`,
      rightSql: full('CREATE TABLE r (l_id int PRIMARY KEY, mail text, born date, size int)'),
      lanes: [
        {
          ...lane,
          filters: {
            left: { condition: 'other == 1', leave: 'keep' },
            right: { condition: 'size > 2', leave: 'delete' },
          },
        },
      ],
    });
    await flow.start();
    const all = 'SELECT l_id, mail, size FROM r ORDER BY l_id';
    await holdsRows(flow.right, all, ['1 ann 3']);
    await flow.left.query(`UPDATE l SET other = 1 WHERE id = 2; UPDATE l SET email = 'xyz' WHERE id = 3`);
    await holdsRows(flow.right, all, ['1 ann 3', '2 bob 3', '3 xyz 3']);
    await flow.left.query(
      `UPDATE l SET email = 'a' WHERE id = 1; UPDATE l SET other = 0, email = 'b' WHERE id = 2`,
    );
    await holdsRows(flow.right, all, ['2 bob 3', '3 xyz 3']);
  });
});
