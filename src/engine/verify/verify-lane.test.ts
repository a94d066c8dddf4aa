import { afterEach, describe, expect, test } from 'vitest';
import { postgresConnector } from '#connectors/postgres/index.ts';
import type { LaneReport } from '#core/ledger/verify-report.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { compileLane } from '../plan/compiled-lane.ts';
import { verifyLane } from './verify-lane.ts';

type Sketch = { key: string[]; fields: string[]; conflict?: object; direction?: string };
const open: Awaited<ReturnType<typeof flowOnDatabases>>[] = [];
afterEach(async () => {
  for (const flow of open.splice(0)) await flow.close();
});

/** Verifies tables `l` and `r` of a flow that never runs; tells how many rows were read, too. */
async function verified(
  label: string,
  leftSql: string,
  rightSql: string,
  { key, fields, conflict, direction = 'both' }: Sketch,
): Promise<LaneReport & { read: number }> {
  const pairs = [...key, ...fields].map((name) => ({ left: name, right: name }));
  const mapping = { match: key.map((name) => [name, name]), fields: pairs, direction };
  const identity = 'REPLICA IDENTITY FULL';
  const flow = await flowOnDatabases(label, {
    leftSql: `${leftSql}; ALTER TABLE l ${identity}`,
    rightSql: `${rightSql}; ALTER TABLE r ${identity}`,
    lanes: [{ left: 'public.l', right: 'public.r', mapping, ...(conflict ? { conflict } : {}) }],
  });
  open.push(flow);
  const plan = flow.lanes[0];
  if (!plan) throw new Error('no lane');
  const counter = { read: 0 };
  const sessions = {
    left: counting(postgresConnector.open({ url: flow.left.url }), counter),
    right: counting(postgresConnector.open({ url: flow.right.url }), counter),
  };
  const report = await verifyLane({
    lane: compileLane(flow.flowId, plan),
    sessions,
    settle: async () => undefined,
    pendingKeys: async () => new Set(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  await Promise.all([sessions.left.close(), sessions.right.close()]);
  return { ...report, read: counter.read };
}

function counting(session: ConnectorSession, counter: { read: number }): ConnectorSession {
  const snapshot = session.source.snapshot.bind(session.source);
  session.source.snapshot = async (request) => {
    const chunk = await snapshot(request);
    counter.read += chunk.rows.length;
    return chunk;
  };
  return session;
}

const outcome = ({ way, checked, differing, onlyLeft, onlyRight, samples }: LaneReport) => ({
  ...{ way, checked, differing, onlyLeft, onlyRight },
  keys: samples.map((sample) => sample.recordKey).sort(),
});

describe('[E17] verify by digests', { timeout: 60_000 }, () => {
  test('finds every difference among many records, and reads only what is near them', async () => {
    const table = (name: string) =>
      `CREATE TABLE ${name} (id int PRIMARY KEY, v text, w numeric(10,2));
       INSERT INTO ${name} SELECT i, 'value ' || i, i / 7.0 FROM generate_series(1, 70000) i`;
    const report = await verified(
      'digest_many',
      `${table('l')}; DELETE FROM l WHERE id = 69999; UPDATE l SET v = NULL WHERE id = 40000`,
      `${table('r')}; UPDATE r SET v = '' WHERE id = 40000; UPDATE r SET w = w + 1 WHERE id = 5;
       DELETE FROM r WHERE id = 32000; INSERT INTO r VALUES (70001, 'more')`,
      { key: ['id'], fields: ['v', 'w'] },
    );
    expect(outcome(report)).toEqual({
      ...{ way: 'digests', checked: 70_001, differing: 2, onlyLeft: 1, onlyRight: 2 },
      keys: ['["32000"]', '["40000"]', '["5"]', '["69999"]', '["70001"]'],
    });
    expect(report.samples.find((sample) => sample.recordKey === '["5"]')).toMatchObject({
      fields: ['w'],
      rightFields: ['w'],
      left: { w: '0.71' },
      right: { w: '1.71' },
    });
    expect(report.read).toBeLessThan(12_000);
  });

  test.each([
    { name: 'a composite key', key: ['a', 'b'], columns: 'a int, b bigint', values: 'i % 13, i' },
    {
      name: 'a uuid',
      key: ['id'],
      columns: 'id uuid',
      values: `md5(i::text)::uuid`,
    },
    {
      name: 'a text under two collations that order it otherwise',
      key: ['id'],
      columns: 'id text COLLATE "C"',
      other: 'id text COLLATE "en-US-x-icu"',
      values: `(ARRAY['Z', 'a', 'Ä', 'b', '-', 'é'])[1 + i % 6] || i`,
    },
    {
      name: 'a text and a number together',
      key: ['a', 'b'],
      columns: 'a text, b int',
      values: `chr(97 + i % 26), i`,
    },
    { name: 'numbers of two sizes', key: ['id'], columns: 'id int', other: 'id bigint', values: 'i' },
    {
      name: 'an identifier and its text',
      key: ['id'],
      columns: 'id uuid',
      other: 'id varchar(40)',
      values: `md5(i::text)::uuid`,
    },
    { name: 'a moment', key: ['id'], columns: 'id timestamptz', values: `to_timestamp(i * 1.5)` },
  ])('finds the same under $name', async ({ name, key, columns, other, values }) => {
    const table = (table: string, of: string) => `
      CREATE TABLE ${table} (n int, ${of}, v text, PRIMARY KEY (${key.join(', ')}));
      INSERT INTO ${table} SELECT i, ${values}, 'v' || i FROM generate_series(1, 5000) i`;
    const report = await verified(
      `digest_${name.replaceAll(' ', '_').slice(0, 20)}`,
      `${table('l', columns)}; DELETE FROM l WHERE n = 77`,
      `${table('r', other ?? columns)}; UPDATE r SET v = 'x' WHERE n IN (1, 2500, 5000); DELETE FROM r WHERE n = 99`,
      { key, fields: ['v'] },
    );
    expect(outcome(report)).toMatchObject({
      ...{ way: 'digests', checked: 5000, differing: 3, onlyLeft: 1, onlyRight: 1 },
    });
    expect(report.samples).toHaveLength(5);
    expect(report.read).toBeLessThan(20_000);
  });

  test('[E13] takes a finer value for equal to its own rounded echo, and no other', async () => {
    const report = await verified(
      'digest_coarse',
      `CREATE TABLE l (id int PRIMARY KEY, price numeric(14,4), at timestamp(6), note char(8), n int);
       INSERT INTO l VALUES (1, 1.5034, '2024-05-05 10:00:00.4', 'ab', 7), (2, 1.5050, '2024-05-05 10:00:00.4', 'ab', 7),
         (3, 2, '2024-05-05 10:00:00.6', 'ab', 7), (4, 2, '2024-05-05 10:00:00.6', 'ab', 7)`,
      `CREATE TABLE r (id int PRIMARY KEY, price numeric(12,2), at timestamp(0), note text, n numeric(8,2));
       INSERT INTO r VALUES (1, 1.50, '2024-05-05 10:00:00', 'ab', 7), (2, 1.50, '2024-05-05 10:00:00', 'ab', 7.00),
         (3, 2, '2024-05-05 10:00:01', 'ab', 7), (4, 2, '2024-05-05 10:00:00', 'ab', 7)`,
      { key: ['id'], fields: ['price', 'at', 'note', 'n'] },
    );
    expect(outcome(report)).toMatchObject({
      ...{ way: 'digests', checked: 4, differing: 2, onlyLeft: 0, onlyRight: 0 },
      keys: ['["2"]', '["4"]'],
    });
  });

  test('says why when rows must be read, and finds the same', async () => {
    const report = await verified(
      'digest_rows',
      `CREATE TABLE l (id int PRIMARY KEY, doc json); INSERT INTO l VALUES (1, '{"a":1,  "b":2}'), (2, '{}'), (3, '1')`,
      `CREATE TABLE r (id int PRIMARY KEY, doc jsonb); INSERT INTO r VALUES (1, '{"b":2,"a":1}'), (2, '[]'), (4, '1')`,
      { key: ['id'], fields: ['doc'] },
    );
    expect(outcome(report)).toMatchObject({
      ...{ way: 'rows', checked: 4, differing: 1, onlyLeft: 1, onlyRight: 1 },
    });
    expect(report.why).toContain('doc');
  });

  test('counts what a one-way lane leaves alone for no difference', async () => {
    const report = await verified(
      'digest_one_way',
      `CREATE TABLE l (id int PRIMARY KEY, v text); INSERT INTO l VALUES (1, 'a'), (2, 'b')`,
      `CREATE TABLE r (id int PRIMARY KEY, v text); INSERT INTO r VALUES (1, 'a'), (2, 'x'), (3, 'own')`,
      { key: ['id'], fields: ['v'], direction: 'forward' },
    );
    expect(outcome(report)).toMatchObject({ checked: 2, differing: 1, onlyLeft: 0, onlyRight: 0 });
  });
});
