import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases, type LedgerLine } from '#testing/engine/flow-on-databases.ts';

const leftSql = `
  CREATE TABLE contacts (id int PRIMARY KEY, name text, email text, score numeric(12,2), seen timestamptz);
  ALTER TABLE contacts REPLICA IDENTITY FULL;`;
const rightSql = `
  CREATE TABLE people (contact_id int PRIMARY KEY, full_name varchar(80), mail text, points numeric(14,4), seen_at timestamp(3));
  ALTER TABLE people REPLICA IDENTITY FULL;`;

const lane = {
  left: 'public.contacts',
  right: 'public.people',
  mapping: {
    match: [['id', 'contact_id']],
    fields: [
      { left: 'id', right: 'contact_id' },
      { left: 'name', right: 'full_name' },
      { left: 'email', right: 'mail' },
      { left: 'score', right: 'points' },
      { left: 'seen', right: 'seen_at' },
    ],
  },
  conflict: { rule: { kind: 'newest', tie: 'left' }, fields: { email: { kind: 'hold' } } },
};

let flow: Awaited<ReturnType<typeof flowOnDatabases>>;

beforeEach(async () => {
  flow = await flowOnDatabases('two_way', { leftSql, rightSql, lanes: [lane] });
});
afterEach(() => flow.close());

const agree = async () => {
  const left = await flow.left.query(
    'SELECT id, name, email, score::text, seen::timestamp(3)::text AS seen FROM contacts ORDER BY id',
  );
  const right = await flow.right.query(
    `SELECT contact_id AS id, full_name AS name, mail AS email, points::numeric(12,2)::text AS score,
     seen_at::text AS seen FROM people ORDER BY contact_id`,
  );
  return JSON.stringify(left) === JSON.stringify(right);
};
const statuses = (lines: LedgerLine[]) => lines.map((line) => `${line.side} ${line.op} ${line.status}`);

describe('a two-way lane', () => {
  test('[E4] meets existing data by the first rules, then carries changes both ways', async () => {
    await flow.left.query(
      `INSERT INTO contacts VALUES (1, 'Ann', 'a@x', 1.5, '2026-01-01 10:00:00.123456Z'), (2, 'Bob', 'b@x', 2, NULL)`,
    );
    await flow.right.query(
      `INSERT INTO people VALUES (2, 'Robert', 'b@x', 2, NULL), (3, 'Cid', 'c@x', 3, NULL)`,
    );
    await flow.start();
    await eventually('the sides agree after the first sync', agree);
    expect(await flow.right.query('SELECT full_name FROM people WHERE contact_id = 2')).toEqual([
      { full_name: 'Bob' },
    ]);
    await flow.left.query(`UPDATE contacts SET name = 'Anna' WHERE id = 1`);
    await flow.right.query(`INSERT INTO people VALUES (4, 'Dee', 'd@x', 4.25, '2026-02-02 02:02:02.5')`);
    await flow.right.query('DELETE FROM people WHERE contact_id = 3');
    await eventually('the sides agree', agree);
    expect(await flow.left.query('SELECT count(*)::int AS n FROM contacts')).toEqual([{ n: 3 }]);
    await eventually(
      'three live lines',
      async () => (await flow.ledger()).filter((line) => line.cause === 'live').length === 3,
    );
    const live = (await flow.ledger()).filter((line) => line.cause === 'live');
    expect(statuses(live).sort()).toEqual([
      'left update applied',
      'right delete applied',
      'right insert applied',
    ]);
  });

  test('[E6] its own writes are not carried back', async () => {
    await flow.start();
    await flow.left.query(`INSERT INTO contacts VALUES (1, 'Ann', 'a@x', 1, NULL)`);
    await eventually('the sides agree', agree);
    await flow.right.query(`UPDATE people SET full_name = 'Anna' WHERE contact_id = 1`);
    await eventually('the sides agree', agree);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(statuses(await flow.ledger())).toEqual(['left insert applied', 'right update applied']);
  });

  test('[E13] a finer value is not overwritten by its own rounded echo', async () => {
    await flow.start();
    await flow.left.query(`INSERT INTO contacts VALUES (1, 'Ann', 'a@x', 1, '2026-01-01 10:00:00.123456Z')`);
    await eventually('the sides agree', agree);
    await flow.right.query(`UPDATE people SET full_name = 'Anna' WHERE contact_id = 1`);
    await eventually('the sides agree', agree);
    expect(await flow.left.query(`SELECT name, seen::text FROM contacts`)).toEqual([
      { name: 'Anna', seen: '2026-01-01 10:00:00.123456+00' },
    ]);
  });

  test('[E4] different fields changed on both sides are merged', async () => {
    await flow.left.query(`INSERT INTO contacts VALUES (1, 'Ann', 'a@x', 1, NULL)`);
    await flow.start();
    await eventually('the sides agree', agree);
    await Promise.all([
      flow.left.query(`UPDATE contacts SET name = 'Anna' WHERE id = 1`),
      flow.right.query(`UPDATE people SET points = 9 WHERE contact_id = 1`),
    ]);
    await eventually('the sides agree', agree);
    expect(await flow.left.query('SELECT name, score::text FROM contacts')).toEqual([
      { name: 'Anna', score: '9.00' },
    ]);
  });

  test('[E4] the newest change of the same field wins on both sides, and the ledger says why', async () => {
    await flow.left.query(`INSERT INTO contacts VALUES (1, 'Ann', 'a@x', 1, NULL)`);
    await flow.start();
    await eventually('the sides agree', agree);
    await flow.stop();
    await flow.left.query(`UPDATE contacts SET name = 'older' WHERE id = 1`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await flow.right.query(`UPDATE people SET full_name = 'newer' WHERE contact_id = 1`);
    await flow.start();
    await eventually('the sides agree', agree);
    expect(await flow.left.query('SELECT name FROM contacts')).toEqual([{ name: 'newer' }]);
    await eventually('both lines are settled', async () => {
      const live = (await flow.ledger()).filter((line) => line.cause === 'live');
      return live.length === 2 && live.every((line) => line.status === 'resolved');
    });
    const [line] = (await flow.ledger()).filter((each) => each.cause === 'live');
    expect(line?.conflict?.fields).toMatchObject([{ left: 'name', winner: 'right' }]);
  });

  test('[E4] a held conflict waits for a person, whose decision is carried out', async () => {
    await flow.left.query(`INSERT INTO contacts VALUES (1, 'Ann', 'a@x', 1, NULL)`);
    await flow.start();
    await eventually('the sides agree', agree);
    await flow.stop();
    await flow.left.query(`UPDATE contacts SET email = 'left@x' WHERE id = 1`);
    await flow.right.query(`UPDATE people SET mail = 'right@x' WHERE contact_id = 1`);
    await flow.start();
    await eventually('it is held', async () => {
      const held = await flow.store.query(`SELECT 1 FROM pending_record WHERE state = 'held'`);
      return held.length === 1;
    });
    expect(await agree()).toBe(false);
    await flow.store.query(
      `UPDATE pending_record SET "retryAt" = now(),
       decision = '{"fields": {"email": "right"}, "record": null, "by": "me", "at": 1}'`,
    );
    await flow.engine.refreshPending();
    await eventually('the sides agree', agree);
    expect(await flow.left.query('SELECT email FROM contacts')).toEqual([{ email: 'right@x' }]);
    await eventually(
      'nothing is pending',
      async () => (await flow.store.query('SELECT 1 FROM pending_record')).length === 0,
    );
    const live = (await flow.ledger()).filter((line) => line.cause === 'live');
    expect(statuses(live).sort()).toEqual(['left update resolved', 'right update resolved']);
  });

  test('[E11] a delete that meets an update keeps the record by default', async () => {
    await flow.left.query(`INSERT INTO contacts VALUES (1, 'Ann', 'a@x', 1, NULL)`);
    await flow.start();
    await eventually('the sides agree', agree);
    await flow.stop();
    await flow.left.query('DELETE FROM contacts WHERE id = 1');
    await flow.right.query(`UPDATE people SET full_name = 'Still here' WHERE contact_id = 1`);
    await flow.start();
    await eventually('the record is back', async () => {
      const rows = await flow.left.query('SELECT name FROM contacts');
      return JSON.stringify(rows) === '[{"name":"Still here"}]';
    });
  });
});
