import { afterEach, describe, expect, test } from 'vitest';
import { bulkOnFlow } from '#testing/engine/bulk-on-flow.ts';
import { eventually, type FlowSketch, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
let flow: Flow | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

const table = (name: string, more: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, ${more}); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;

describe('[E21] what code failed for, replayed as logged', { timeout: 120_000 }, () => {
  const sketch = (mended: string): FlowSketch => ({
    left: 'public.l',
    right: 'public.r',
    mapping: { direction: 'forward', match: [['id', 'id']], fields: [{ left: 'made', right: 'made' }] },
    code: {
      left: [
        {
          form: 'transform',
          source: `export function transform({ a, b }: Input): Output | null {
            ${mended}
            if (a !== 'ok') throw new Error('no word: ' + a);
            return { made: a + b };
          }`,
          fields: [{ name: 'made', type: { kind: 'text' } }],
        },
      ],
    },
  });

  test('is put through the code as it is now, where the other side holds what it held then', async () => {
    const made = await flowOnDatabases('replay_code', {
      leftSql: table('l', 'a text, b text'),
      rightSql: table('r', 'made text'),
      lanes: [sketch('')],
    });
    flow = made;
    await made.start();
    await made.left.query(`INSERT INTO l VALUES (1, 'ok', '1')`);
    await made.left.query(`INSERT INTO l SELECT i, w, i FROM
      unnest(ARRAY[2, 3, 4, 5, 6], ARRAY['boom', 'boom', 'gone', 'bad', 'boom']) x(i, w)`);
    await eventually('five are parked', () => made.status()[0]?.pending.parked === 5);
    await made.redeploy([
      sketch(`if (a === 'gone') return null; if (a === 'boom') return { made: 'mended ' + b };`),
    ]);
    await made.stop();
    await writeUnseen(made.right, `INSERT INTO r VALUES (6, 'mine')`);
    await made.start();
    const filter = { op: ['insert' as const] };
    const action = { kind: 'replay', from: 'logged' } as const;
    const told = await bulkOnFlow(made, action, { filter, dryRun: true });
    const counts = { done: 2, nothing: 2, refused: 2, held: 0, parked: 0, failed: 0 };
    expect(told.ended).toMatchObject({ records: 6, counts });
    expect(await made.right.query('SELECT count(*)::int AS n FROM r')).toEqual([{ n: 2 }]);
    const { records, ended } = await bulkOnFlow(made, action, { filter });
    expect(ended).toMatchObject({ records: 6, counts });
    const outcome = (id: number) => {
      const found = records.get(`["${id}"]`);
      return `${found?.outcome} ${found?.code ?? ''} ${found?.detail}`;
    };
    expect(outcome(2)).toBe(
      'done  The values as they were logged are put on the right side, through the code as it is now.',
    );
    expect(outcome(3)).toContain('done');
    // Neither what only the engine knows of a row nor its words for a value that could not be made.
    expect(records.get('["5"]')?.before).toEqual({ left: { id: '5', a: 'bad', b: '5' }, right: null });
    expect(outcome(4)).toBe('nothing  The code leaves the record out, as the line has it.');
    expect(outcome(5)).toContain('refused CODE_FAILED no word: bad (line 3)');
    expect(outcome(6)).toContain('refused CHANGED_SINCE');
    expect(
      (await made.right.query('SELECT * FROM r ORDER BY id')).map((row) => Object.values(row).join(' ')),
    ).toEqual(['1 ok1', '2 mended 2', '3 mended 3', '6 mine']);
  });
});

describe('[E30] what stands behind the mapping', { timeout: 120_000 }, () => {
  const sketch = (more = {}, label = 'a'): FlowSketch => ({
    left: 'public.l',
    right: 'public.r',
    mapping: {
      direction: 'forward',
      match: [['id', 'id']],
      fields: [{ left: 'amount', right: 'qty', ...more }],
    },
    code: {
      right: [
        {
          form: 'transform',
          source: `export function transform({ qty }: Input): Output | null {
            if (qty === 13) throw new Error('no luck');
            return { qty, label: '${label}' + qty };
          }`,
          fields: [
            { name: 'qty', type: { kind: 'int32' } },
            { name: 'label', type: { kind: 'text' } },
          ],
        },
      ],
    },
  });
  const all = async (made: Flow) =>
    (await made.right.query('SELECT * FROM r ORDER BY id')).map((row) => Object.values(row).join(' '));

  test('takes part in a replay from the source and as logged, and in a revert', async () => {
    const made = await flowOnDatabases('replay_behind', {
      leftSql: table('l', 'amount text'),
      rightSql: table('r', 'qty int, label text'),
      lanes: [sketch()],
    });
    flow = made;
    await made.start();
    await made.left.query(`INSERT INTO l VALUES (1, '1'), (2, '2'), (3, '13'), (4, 'many')`);
    await eventually('two are parked', () => made.status()[0]?.pending.parked === 2);
    await eventually('two are carried', async () => (await all(made)).length === 2);
    await made.left.query(`UPDATE l SET amount = '5' WHERE id = 1`);
    await eventually('it is carried', async () => (await all(made))[0] === '1 5 a5');
    const { seq } =
      (await made.store.query(`SELECT max(seq)::text AS seq FROM ledger_entry WHERE op = 'update'`))[0] ?? {};
    const back = await bulkOnFlow(made, { kind: 'revert', sides: 'both' }, { seqs: [String(seq)] });
    expect(back.ended).toMatchObject({ counts: { done: 1 } });
    expect(await all(made)).toEqual(['1 1 a1', '2 2 a2']);

    // Somebody changes the other side, and what the lane would make of the source comes back.
    await writeUnseen(made.right, `UPDATE r SET label = 'mine' WHERE id = 2`);
    const key = (id: number) => ({ recordKey: `["${id}"]` });
    const again = await bulkOnFlow(made, { kind: 'replay', from: 'source' }, { filter: key(2) });
    expect(again.ended).toMatchObject({ counts: { done: 1 } });
    expect((await all(made))[1]).toBe('2 2 a2');

    // A mended mapping takes what it refused, out of the line alone.
    await made.redeploy([
      sketch({ transform: { forward: [{ kind: 'lookup', entries: [['many', '99']], unmatched: 'keep' }] } }),
    ]);
    await made.stop();
    await made.start();
    await eventually('the parked one is tried again or waits', () => made.status()[0]?.phase === 'live');
    const logged = await bulkOnFlow(
      made,
      { kind: 'replay', from: 'logged' },
      { filter: { op: ['insert'], ...key(4) } },
    );
    expect(logged.ended).toMatchObject({ records: 1, counts: { failed: 0, refused: 0 } });
    expect((await all(made)).at(-1)).toBe('4 99 a99');
  });
});

describe('conflicts are decided again by code', { timeout: 180_000 }, () => {
  const rule = { kind: 'code', node: 'words' } as const;
  const source = `import { hold } from 'syncline';
    export const merge = ({ left, right }: Conflict): Merged => {
      if (left === 'left 2') throw new Error('no word for it');
      if (left === 'left 3') return hold;
      if (left === 'left 4') for (;;);
      return [left, right].join(' + ');
    };`;

  test('what it makes is written, what it fails for, holds or never ends with is told, and goes for nothing else', async () => {
    const rows = 40;
    const seed = (name: string) =>
      `${table(name, 'a text, b text')} INSERT INTO ${name} SELECT i, 'n' || i, 'n' || i FROM generate_series(1, ${rows}) i`;
    const made = await flowOnDatabases('redecide_code', {
      leftSql: seed('l'),
      rightSql: seed('r'),
      lanes: [
        {
          left: 'public.l',
          right: 'public.r',
          mapping: { match: [['id', 'id']], fields: ['a', 'b'].map((name) => ({ left: name, right: name })) },
          // The code is asked about no live conflict: it is the rule of a first meeting alone.
          conflict: {
            rule: { kind: 'prefer', side: 'left' },
            first: { differ: { kind: 'prefer', side: 'left' }, fields: { a: rule } },
          },
          code: { merges: { words: { source } } },
        },
      ],
    });
    flow = made;
    await made.start();
    await made.stop();
    await made.left.query(`UPDATE l SET a = 'left ' || id`);
    await made.right.query(`UPDATE r SET a = 'right ' || id`);
    await made.start();
    await eventually('all are decided', async () => {
      const found = await made.store.query('SELECT FROM ledger_entry WHERE verdicts IS NOT NULL');
      return found.length === rows;
    });
    const filter = { conflict: {} };
    const action = { kind: 're-decide', rule } as const;
    const told = await bulkOnFlow(made, action, { filter, dryRun: true });
    const counts = { done: rows - 3, nothing: 0, refused: 2, held: 1, parked: 0, failed: 0 };
    expect(told.ended).toMatchObject({ records: rows, counts });
    expect(await made.right.query(`SELECT FROM r WHERE a LIKE '%+%'`)).toEqual([]);
    const { records, ended } = await bulkOnFlow(made, action, { filter });
    expect(ended).toMatchObject({ records: rows, counts });
    expect(records.get('["2"]')).toMatchObject({ outcome: 'refused', code: 'CODE_FAILED' });
    expect(records.get('["2"]')?.detail).toContain('no word for it (line 3 of words)');
    expect(records.get('["4"]')).toMatchObject({ outcome: 'refused', code: 'CODE_TIMEOUT' });
    expect(records.get('["3"]')).toMatchObject({ outcome: 'held' });
    for (const side of ['left', 'right'] as const) {
      const held = await made[side].query(
        `SELECT id, a FROM ${side === 'left' ? 'l' : 'r'} WHERE id IN (1, 2, 3, 4, ${rows}) ORDER BY id`,
      );
      expect(
        held.map((row) => Object.values(row).join(' ')),
        side,
      ).toEqual([
        '1 left 1 + right 1',
        '2 left 2',
        '3 left 3',
        '4 left 4',
        `${rows} left ${rows} + right ${rows}`,
      ]);
    }
  });
});
