import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#launch/embedded-postgres.ts';
import {
  eventually,
  type FlowOnDatabasesOptions,
  flowOnDatabases,
  type LedgerLine,
} from '#testing/engine/flow-on-databases.ts';
import type { FaultPoint } from '#testing/faults/fault-points.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { testStore } from '#testing/test-store.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const table = (name: string, identity: 'FULL' | 'DEFAULT') =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, name text, email text); ALTER TABLE ${name} REPLICA IDENTITY ${identity};`;
const rows = (name: string) =>
  `INSERT INTO ${name} SELECT i, 'name ' || i, 'mail ' || i FROM generate_series(1, 12) i;`;
const fields = ['id', 'name', 'email'].map((name) => ({ left: name, right: name }));

async function start(
  label: string,
  {
    identity,
    conflict,
    direction = 'both',
    ...more
  }: {
    identity: 'FULL' | 'DEFAULT';
    conflict: object;
    direction?: string;
  } & Partial<FlowOnDatabasesOptions>,
): Promise<Flow> {
  const flow = await flowOnDatabases(label, {
    leftSql: `${table('l', identity)} ${rows('l')}`,
    rightSql: table('r', identity),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { direction, match: [['id', 'id']], fields },
        conflict,
      },
    ],
    ...more,
  });
  cleanups.push(() => flow.close());
  await flow.start();
  await eventually(
    'the first sync is through',
    async () => (await flow.right.query('SELECT FROM r')).length === 12,
  );
  return flow;
}

/** Drops the flow's slots in these databases. */
async function dropSlots(...databases: TestDatabase[]): Promise<void> {
  for (const database of databases) {
    const dropped = await database.query(
      `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()`,
    );
    expect(dropped).toHaveLength(1);
  }
}

/** Changes of every kind on both sides, which no log will tell of. */
async function changeInTheGap({ left, right }: Flow): Promise<void> {
  await left.query(`
    UPDATE l SET name = 'left' WHERE id IN (1, 7);
    DELETE FROM l WHERE id IN (3, 8);
    INSERT INTO l VALUES (21, 'new left', NULL)`);
  await right.query(`
    UPDATE r SET name = 'right' WHERE id IN (2, 7);
    UPDATE r SET email = 'right' WHERE id = 8;
    DELETE FROM r WHERE id = 4;
    INSERT INTO r VALUES (22, 'new right', NULL)`);
}

async function standing({ left, right }: Flow): Promise<{ l: string[]; r: string[] }> {
  const of = async (database: TestDatabase, name: string) =>
    (
      await database.query<{ text: string }>(
        `SELECT id || ' ' || name || ' ' || coalesce(email, '-') AS text FROM ${name} WHERE id < 5 OR id IN (7, 8) OR id > 20 ORDER BY id`,
      )
    ).map(({ text }) => text);
  return { l: await of(left, 'l'), r: await of(right, 'r') };
}

const repairs = async (flow: Flow): Promise<LedgerLine[]> =>
  (await flow.ledger()).filter((line) => line.cause === 'repair');
const story = (lines: LedgerLine[]) =>
  Object.fromEntries(
    lines.map(({ record_key, status, op, detail }) => [record_key, `${status} ${op}: ${detail}`]),
  );

describe('a log that was lost leads to a comparison, and to a repair', { timeout: 90_000 }, () => {
  test('[E5] [E8] [E17] with nothing known of the base, every difference is decided by the rules, and told', async () => {
    const flow = await start('lost_unknown', {
      identity: 'FULL',
      rightSql: `${table('r', 'FULL')} ${rows('r')}`,
      conflict: {
        rule: { kind: 'prefer', side: 'right' },
        deletes: { carry: 'both', againstUpdate: 'update' },
        // The rules of a first meeting would do something else, and have no say.
        first: { onlyLeft: 'delete', onlyRight: 'delete', differ: { kind: 'hold' } },
      },
    });
    await flow.stop();
    await dropSlots(flow.left, flow.right);
    await changeInTheGap(flow);
    await flow.start();
    const both = ['1 name 1 mail 1', '2 right mail 2', '3 name 3 mail 3', '4 name 4 mail 4'];
    const expected = [...both, '7 right mail 7', '8 name 8 right', '21 new left -', '22 new right -'];
    expect(await standing(flow)).toEqual({ l: expected, r: expected });
    const lines = await repairs(flow);
    expect(lines).toHaveLength(8);
    expect(lines.every((line) => line.status === 'resolved' && line.code === 'CONFLICT_RESOLVED')).toBe(true);
    const told = story(lines);
    expect(told['["3"]']).toBe(
      'resolved insert: Only the right side holds the record, and it is not known since when; the rule keeps it.',
    );
    expect(told['["1"]']).toContain('The rule prefers the right side.');
    // What was lost stands in the account.
    const lost = lines.find((line) => line.record_key === '["1"]');
    expect(lost?.conflict?.fields[0]?.winner).toBe('right');
    expect(JSON.stringify(lost)).toContain('"name":"left"');
  });

  test('[E5] [E8] [E17] stored digests are the base, so that only real conflicts are decided by the rules', async () => {
    const flow = await start('lost_digests', {
      identity: 'DEFAULT',
      conflict: {
        rule: { kind: 'prefer', side: 'left' },
        deletes: { carry: 'both', againstUpdate: 'delete' },
      },
    });
    // Digests tell of what was agreed on in the stream as well.
    await flow.right.query(`UPDATE r SET email = 'streamed' WHERE id = 1`);
    await eventually('the change arrives', async () => {
      const [row] = await flow.left.query(`SELECT email FROM l WHERE id = 1`);
      return row?.email === 'streamed';
    });
    await flow.stop();
    await dropSlots(flow.left, flow.right);
    await changeInTheGap(flow);
    // The rule lets a record go that only one side holds, where nothing else is known of it.
    await flow.left.query('DELETE FROM l WHERE id = 21');
    await flow.right.query('DELETE FROM r WHERE id = 22');
    await flow.start();
    const expected = ['1 left streamed', '2 right mail 2', '7 left mail 7'];
    expect(await standing(flow)).toEqual({ l: expected, r: expected });
    const told = story(await repairs(flow));
    expect(told['["2"]']).toBe(
      'applied update: Differed when both sides were compared because a log had been lost.',
    );
    expect(told['["3"]']).toContain(
      'applied delete: Differed when both sides were compared because a log had been lost. The left side had deleted it',
    );
    expect(told['["7"]']).toContain('resolved update: The rule prefers the left side.');
    expect(told['["8"]']).toContain(
      'resolved delete: The left side deleted the record, the right side changed it',
    );
  });

  test('[E8] [E17] one lost log does not make what the other one tells a conflict-free truth', async () => {
    const flow = await start('lost_one', {
      identity: 'FULL',
      conflict: { rule: { kind: 'prefer', side: 'left' } },
    });
    await flow.stop();
    await dropSlots(flow.left);
    // The left change is in no log; the right one is, and its old row holds what both had agreed on.
    await flow.left.query(`UPDATE l SET name = 'left' WHERE id = 5`);
    await flow.right.query(
      `UPDATE r SET name = 'right', email = 'right' WHERE id = 5; UPDATE r SET email = 'x' WHERE id = 6`,
    );
    await flow.start();
    const of = (database: TestDatabase, name: string) =>
      database.query(`SELECT name, email FROM ${name} WHERE id IN (5, 6) ORDER BY id`);
    await eventually('both sides are equal', async () => {
      const [left, right] = await Promise.all([of(flow.left, 'l'), of(flow.right, 'r')]);
      return JSON.stringify(left) === JSON.stringify(right) && right[1]?.email === 'x';
    });
    expect((await of(flow.left, 'l'))[0]?.name).toBe('left');
  });

  test('[E8] a one-way lane takes the source for right, and leaves the target its own records', async () => {
    const flow = await start('lost_one_way', {
      identity: 'FULL',
      direction: 'forward',
      conflict: {},
    });
    await flow.stop();
    await dropSlots(flow.left);
    await flow.left.query(
      `UPDATE l SET name = 'left' WHERE id = 1; INSERT INTO l VALUES (21, 'new left', NULL)`,
    );
    await flow.right.query(
      `UPDATE r SET name = 'right' WHERE id = 2; INSERT INTO r VALUES (22, 'own', NULL)`,
    );
    await flow.start();
    const { r } = await standing(flow);
    expect(r).toEqual(
      expect.arrayContaining(['1 left mail 1', '2 name 2 mail 2', '21 new left -', '22 own -']),
    );
    expect((await repairs(flow)).map((line) => `${line.record_key} ${line.status}`)).toEqual([
      ...['["1"] applied', '["2"] applied', '["21"] applied'],
    ]);
  });

  test('[E8] a crash between the new slot and the comparison forgets nothing', async () => {
    const broken: FaultPoint[] = [];
    const at: { point: FaultPoint | null } = { point: null };
    const flow = await start('lost_crash', {
      identity: 'FULL',
      conflict: { rule: { kind: 'prefer', side: 'left' } },
      faults: (point) => {
        if (point !== at.point) return false;
        broken.push(point);
        at.point = null;
        return true;
      },
    });
    await flow.stop();
    for (const point of [
      'first sync after cursor',
      'first sync before chunk',
      'first sync before cursor',
    ] as const) {
      await dropSlots(flow.left, flow.right);
      await flow.left.query(`UPDATE l SET name = $1 WHERE id = 9`, [point]);
      at.point = point;
      let over = false;
      const ran = flow.keepRunning(() => over);
      await eventually(`repaired after a fault at ${point}`, async () => {
        const [row] = await flow.right.query<{ name: string }>('SELECT name FROM r WHERE id = 9');
        return row?.name === point;
      });
      over = true;
      await ran;
    }
    expect(broken).toHaveLength(3);
  });

  test('[E8] [E17] a slot that the server invalidated is made anew, and what it lost is repaired', async () => {
    const { server, url } = await privateServer();
    const [left, right, store] = await Promise.all([
      testDatabase('invalid_left', undefined, url),
      testDatabase('invalid_right', undefined, url),
      testStore('invalid_store'),
    ]);
    cleanups.push(async () => {
      await Promise.all([left.close(), right.close(), store.close()]);
      await server();
    });
    const flow = await start('invalid', {
      identity: 'FULL',
      conflict: { rule: { kind: 'prefer', side: 'left' } },
      databases: { left, right, store },
    });
    await flow.stop();
    await changeInTheGap(flow);
    for (let i = 0; i < 5; i += 1) {
      await left.query(
        `SELECT pg_logical_emit_message(false, 'noise', repeat('x', 1000000)), pg_switch_wal()`,
      );
    }
    await left.query('CHECKPOINT');
    const lost = await left.query(`SELECT FROM pg_replication_slots WHERE wal_status = 'lost'`);
    expect(lost).toHaveLength(2);
    await flow.start();
    const expected = ['1 left mail 1', '2 name 2 mail 2', '3 name 3 mail 3', '4 name 4 mail 4'];
    const more = ['7 left mail 7', '8 name 8 right', '21 new left -', '22 new right -'];
    expect(await standing(flow)).toEqual({ l: [...expected, ...more], r: [...expected, ...more] });
    expect(await repairs(flow)).toHaveLength(8);
  });
});

/** A server of its own, which forgets its log soon. */
async function privateServer(): Promise<{ server: () => Promise<void>; url: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'syncline-forgetful-'));
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({
    folder,
    settings: {
      fsync: 'off',
      max_slot_wal_keep_size: '1MB',
      min_wal_size: '32MB',
      max_wal_size: '64MB',
      checkpoint_timeout: '30s',
    },
  });
  return {
    url: postgres.url('postgres'),
    async server() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
