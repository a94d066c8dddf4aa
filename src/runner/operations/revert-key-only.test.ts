import { expect, test } from 'vitest';
import { SeededRandom } from '#lib/seeded-random.ts';
import { bulkOnFlow } from '#testing/engine/bulk-on-flow.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { OneWayHistory } from '#testing/engine/one-way-history.ts';
import { systemOf } from '#testing/systems/test-systems.ts';

const past = [
  { system: 'postgres', seed: 1, deletes: true },
  { system: 'mysql', seed: 308, deletes: true },
  { system: 'postgres', seed: 111, deletes: false },
];

test.each(past)(
  '[E23] undoing everything since a moment gives that moment, where a log tells no old rows ($system, seed $seed, deletes $deletes)',
  async ({ system, seed, deletes }) => {
    const random = new SeededRandom(seed);
    const history = await OneWayHistory.start(systemOf(system), random, { deletes });
    const { flow, moments } = history;
    try {
      for (let round = 0; round < 6; round += 1) {
        await history.moment();
        await history.change();
        if (round % 2 === 0) continue;
        await history.moment();
        const moment = random.pick(moments.slice(0, -1));
        const lines = await flow.store.query<{ seq: string }>(
          'SELECT seq::text FROM ledger_entry WHERE flow_id = $1 AND seq > $2',
          [flow.flowId, String(moment.newest)],
        );
        const done = await bulkOnFlow(
          flow,
          { kind: 'revert', sides: 'both' },
          { seqs: lines.map(({ seq }) => seq) },
        );
        const now = await history.rows();
        const refused = [...done.records].filter(
          ([, { outcome }]) => outcome !== 'done' && outcome !== 'nothing',
        );
        for (const id of new Set([...now.keys(), ...moment.rows.keys()])) {
          if (!moment.renamed.has(id))
            expect.soft(now.get(id), `record ${id} of round ${round}`).toEqual(moment.rows.get(id));
        }
        const others = refused.filter(([key]) => !moment.renamed.has(Number(JSON.parse(key)[0])));
        expect(others).toEqual([]);
      }
    } finally {
      await flow.close();
    }
  },
  120_000,
);

test('[E23] what no line tells is refused or stays, and is said; a record is followed to the key that it had', async () => {
  const table = (name: string) => `CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text);`;
  const rows = `INSERT INTO l SELECT i, 'a', repeat('b', 3000) FROM generate_series(1, 4) i;`;
  const flow = await flowOnDatabases('revert_untold', {
    leftSql: `${table('l')} ALTER TABLE l ALTER b SET STORAGE EXTERNAL; ${rows}`,
    // Both sides hold record 1 from the beginning, which leaves no line.
    rightSql: `${table('r')} INSERT INTO r VALUES (1, 'a', repeat('b', 3000));`,
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          match: [['id', 'id']],
          fields: ['id', 'a', 'b'].map((name) => ({ left: name, right: name })),
          direction: 'forward',
        },
        conflict: { breaker: 'off' },
      },
    ],
  });
  try {
    await flow.start();
    await flow.left.query(`UPDATE l SET id = 9 WHERE id = 3`);
    await flow.left.query(
      `UPDATE l SET a = 'oops', b = 'oops' WHERE id IN (1, 2, 9); DELETE FROM l WHERE id = 4`,
    );
    const held = () => flow.right.query<{ id: number; a: string; b: string }>('SELECT * FROM r ORDER BY id');
    await eventually(
      'it is carried',
      async () => (await held()).filter(({ a }) => a === 'oops').length === 3,
    );
    const filter = { cause: 'live' as const, to: new Date().toISOString() };
    const seqs = await flow.store.query<{ seq: string }>(
      `SELECT seq::text FROM ledger_entry WHERE cause = 'live' AND (op = 'delete' OR after->>'a' = 'oops')`,
    );
    const revert = { kind: 'revert', sides: 'both' } as const;
    const { records } = await bulkOnFlow(flow, revert, { filter, seqs: seqs.map(({ seq }) => seq) });
    expect(
      Object.fromEntries([...records].map(([key, { outcome, code }]) => [key, code ?? outcome])),
    ).toEqual({
      ...{ '["1"]': 'NOT_REVERTIBLE', '["2"]': 'done', '["4"]': 'done', '["9"]': 'done' },
    });
    expect(records.get('["1"]')?.detail).toContain('No line tells what stood there before');
    const b = 'b'.repeat(3000);
    expect(await held()).toEqual([
      { id: 1, a: 'oops', b: 'oops' },
      ...[2, 4, 9].map((id) => ({ id, a: 'a', b })),
    ]);
    // The next change of record 1 has a line before it.
    await flow.left.query(`UPDATE l SET a = 'again' WHERE id = 1`);
    await eventually('it is carried', async () => (await held())[0]?.a === 'again');
    const next = await bulkOnFlow(flow, revert, { filter: { recordKey: '["1"]' }, seqs: await newest(flow) });
    expect(next.records.get('["1"]')?.outcome).toBe('done');
    expect((await held())[0]).toEqual({ id: 1, a: 'oops', b: 'oops' });
  } finally {
    await flow.close();
  }
}, 60_000);

async function newest({ store }: Awaited<ReturnType<typeof flowOnDatabases>>): Promise<string[]> {
  const found = await store.query<{ seq: string }>('SELECT max(seq)::text AS seq FROM ledger_entry');
  return found.map(({ seq }) => seq);
}
