import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

/** Firms have people, people have notes. */
const tables = (prefix: string) => `
  CREATE TABLE ${prefix}firm (id int PRIMARY KEY, name text);
  CREATE TABLE ${prefix}person (id int PRIMARY KEY, firm int REFERENCES ${prefix}firm, name text);
  CREATE TABLE ${prefix}note (id int PRIMARY KEY, person int REFERENCES ${prefix}person, note text);
  ALTER TABLE ${prefix}firm REPLICA IDENTITY FULL;
  ALTER TABLE ${prefix}person REPLICA IDENTITY FULL;
  ALTER TABLE ${prefix}note REPLICA IDENTITY FULL;`;

const lane = (table: string, fields: string[]) => ({
  left: `public.l${table}`,
  right: `public.r${table}`,
  mapping: { match: [['id', 'id']], fields: fields.map((name) => ({ left: name, right: name })) },
});

async function start(label: string): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: `${tables('l')} INSERT INTO lfirm VALUES (1, 'One'), (2, 'Two'); INSERT INTO lperson VALUES (1, 1, 'Ann'), (2, 2, 'Bob');`,
    rightSql: `${tables('r')} ALTER TABLE rfirm ADD CONSTRAINT no_bad CHECK (name <> 'bad');`,
    lanes: [
      lane('firm', ['id', 'name']),
      lane('person', ['id', 'firm', 'name']),
      lane('note', ['id', 'person', 'note']),
    ],
  });
  await flow.start();
  return flow;
}

const parked = async (running: Flow) =>
  (
    await running.store.query<{ record: string; code: string }>(
      `SELECT "laneId" || ' ' || "recordKey" AS record, code FROM pending_record WHERE state = 'parked' ORDER BY since`,
    )
  ).map(({ record, code }) => `${record.replace(/^.*:(\S+) /, '$1 ')} ${code}`);

const names = async (running: Flow, sql: string) =>
  (await running.right.query(sql)).map((row) => Object.values(row).join(' '));

describe('[E9] what refers to a parked record', () => {
  test('waits behind it in order, also where it could have been written, and follows when it is in line', async () => {
    const running = await start('queue');
    await running.left.query(`UPDATE lfirm SET name = 'bad' WHERE id = 1`);
    await eventually('the firm is parked', async () => (await parked(running)).length === 1);
    await running.left.query(`UPDATE lperson SET name = 'Anne' WHERE id = 1`);
    await running.left.query(`INSERT INTO lnote VALUES (1, 1, 'about Anne')`);
    await running.left.query(`UPDATE lperson SET name = 'Robert' WHERE id = 2`);
    await running.left.query(`INSERT INTO lnote VALUES (2, 2, 'about Robert')`);
    await eventually('the other firm’s people go on', async () =>
      (await names(running, 'SELECT note FROM rnote')).includes('about Robert'),
    );
    expect(await parked(running)).toEqual([
      'l0-m0-r0 ["1"] CHECK_VIOLATION',
      'l1-m1-r1 ["1"] WAITS_BEHIND',
      'l2-m2-r2 ["1"] WAITS_BEHIND',
    ]);
    expect(await names(running, 'SELECT name FROM rperson ORDER BY id')).toEqual(['Ann', 'Robert']);
    await running.left.query(`UPDATE lfirm SET name = 'good' WHERE id = 1`);
    await eventually('all follow', async () => (await parked(running)).length === 0, 40);
    expect(await names(running, 'SELECT name FROM rperson ORDER BY id')).toEqual(['Anne', 'Robert']);
    expect(await names(running, 'SELECT id, note FROM rnote ORDER BY id')).toEqual([
      '1 about Anne',
      '2 about Robert',
    ]);
    const lines = await running.ledger();
    expect(lines.filter(({ status }) => ['parked', 'held', 'failed'].includes(status))).toEqual([]);
  });

  test('still waits after a restart, and what it was asked to do meanwhile is not lost', async () => {
    const running = await start('queue_restart');
    await running.left.query(`UPDATE lfirm SET name = 'bad' WHERE id = 1`);
    await running.left.query(`UPDATE lperson SET name = 'Anne' WHERE id = 1`);
    await eventually('both wait', async () => (await parked(running)).length === 2);
    await running.stop();
    await running.left.query(`UPDATE lperson SET name = 'Annette' WHERE id = 1`);
    await running.start();
    await running.left.query(`INSERT INTO lnote VALUES (1, 1, 'late')`);
    await eventually('the note waits as well', async () => (await parked(running)).length === 3);
    expect(await names(running, 'SELECT name FROM rperson ORDER BY id')).toEqual(['Ann', 'Bob']);
    await running.right.query('ALTER TABLE rfirm DROP CONSTRAINT no_bad');
    await running.left.query(`UPDATE lfirm SET name = 'bad still' WHERE id = 1`);
    await eventually('all follow', async () => (await parked(running)).length === 0, 40);
    expect(
      await names(running, 'SELECT p.name, n.note FROM rperson p JOIN rnote n ON n.person = p.id'),
    ).toEqual(['Annette late']);
  });

  test('a delete does not wait', async () => {
    const running = await start('queue_delete');
    await running.left.query(`UPDATE lfirm SET name = 'bad' WHERE id = 1`);
    await eventually('the firm is parked', async () => (await parked(running)).length === 1);
    await running.left.query('DELETE FROM lperson WHERE id = 1');
    await eventually(
      'the person is gone',
      async () => (await names(running, 'SELECT name FROM rperson')).join() === 'Bob',
    );
  });
});
