import { afterEach, describe, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { holdsRows } from '#testing/engine/holds-rows.ts';
import { passHeads } from './reconcile/lane-routes.ts';
import { verifyLane } from './verify/verify-lane.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
type Sketch = Parameters<Flow['redeploy']>[0][number];

let flow: Flow | null = null;
afterEach(() => flow?.close());

async function make(label: string, leftSql: string, rightSql: string, lane: Omit<Sketch, 'left' | 'right'>) {
  flow = await flowOnDatabases(label, {
    leftSql,
    rightSql,
    lanes: [{ left: 'public.l', right: 'public.r', ...lane }],
  });
  await flow.start();
  return flow;
}

async function verified(running: Flow) {
  const [lane] = running.engine.lanes;
  if (!lane) throw new Error('no lane');
  return verifyLane({
    lane: lane.runtime.lane,
    sessions: lane.runtime.sessions,
    settle: () => passHeads(lane),
    pendingKeys: async () => new Set(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
}
const text = (name: string) => ({ name, type: { kind: 'text' } });
const pairs = (...names: string[]) => names.map((name) => ({ left: name, right: name }));
const full = (sql: string) => `${sql}; ALTER TABLE ${sql.split(' ')[2]} REPLICA IDENTITY FULL;`;

describe('a transform on a one-way lane', () => {
  const source = `
    export function transform(record: Input): Output | null {
      if (record.email === 'boom') throw new Error('no such mailbox');
      if (record.email === null) return null;
      return { email: record.email.trim().toLowerCase(), size: BigInt(record.email.length) };
    }`;
  const fields = [text('email'), { name: 'size', type: { kind: 'int64' } }];
  const lane = (leave = 'keep') => ({
    mapping: { direction: 'forward', match: [['id', 'id']], fields: pairs('id', 'email', 'size') },
    code: { left: [{ form: 'transform', source, fields, leave }] },
  });

  test('[E2] [E9] carries what the code makes of rows that were there and of changes; what it drops is left out, what it fails for is parked with the line', async () => {
    const running = await make(
      'code_transform',
      `${full('CREATE TABLE l (id int PRIMARY KEY, email text, other text)')}
       INSERT INTO l VALUES (1, ' Ann@X.org'), (2, NULL), (3, 'boom'), (4, 'Dan@x.org');`,
      full('CREATE TABLE r (id int PRIMARY KEY, email text, size bigint)'),
      lane(),
    );
    const all = 'SELECT * FROM r ORDER BY id';
    await holdsRows(running.right, all, ['1 ann@x.org 10', '4 dan@x.org 9']);
    await running.left.query(`
      INSERT INTO l VALUES (5, 'EVE'), (6, NULL), (7, 'boom');
      UPDATE l SET email = 'B' WHERE id = 2;
      UPDATE l SET email = NULL WHERE id = 4;
      DELETE FROM l WHERE id = 1`);
    await holdsRows(running.right, all, ['2 b 1', '4 dan@x.org 9', '5 eve 3']);
    await eventually('both failures are parked', () => running.status()[0]?.pending.parked === 2, 60);
    const failed = (await running.ledger()).filter(({ code }) => code === 'CODE_FAILED');
    expect(failed[0]).toMatchObject({ code: 'CODE_FAILED', before: null });
    expect(failed.map(({ detail }) => detail).join(' ')).toContain('no such mailbox');
    expect(failed.map(({ detail }) => detail).join(' ')).toContain('line 3');
    await running.left.query(`UPDATE l SET email = 'ok' WHERE email = 'boom'`);
    await holdsRows(running.right, all, ['2 b 1', '3 ok 2', '4 dan@x.org 9', '5 eve 3', '7 ok 2']);
    await eventually('nothing is parked', () => running.status()[0]?.pending.parked === 0, 60);
  });

  test('[E11] what it comes to drop is deleted on the other side, where the node says so', async () => {
    const running = await make(
      'code_drop',
      `${full('CREATE TABLE l (id int PRIMARY KEY, email text)')} INSERT INTO l VALUES (1, 'a'), (2, 'b');`,
      full('CREATE TABLE r (id int PRIMARY KEY, email text, size bigint)'),
      lane('delete'),
    );
    await holdsRows(running.right, 'SELECT id FROM r ORDER BY id', ['1', '2']);
    await running.left.query('UPDATE l SET email = NULL WHERE id = 1');
    await holdsRows(running.right, 'SELECT id FROM r ORDER BY id', ['2']);
  });
});

describe('a transform that makes several records of one', () => {
  const source = `
    export function transform({ id, lines, note }: Input): Output[] | null {
      if (lines === null) return null;
      if (note === 'boom') throw new Error('no such order');
      return (lines as { n: number; sku: string }[]).map(({ n, sku }) => ({ line: n, sku: sku.toUpperCase() }));
    }`;
  const lane = (leave = 'keep') => ({
    mapping: {
      direction: 'forward',
      match: [
        ['id', 'order_id'],
        ['line', 'line'],
      ],
      fields: [
        { left: 'id', right: 'order_id' },
        { left: 'line', right: 'line' },
        { left: 'sku', right: 'sku' },
      ],
    },
    code: {
      left: [
        {
          form: 'transform',
          source,
          fields: [{ name: 'line', type: { kind: 'int32' } }, text('sku')],
          leave,
        },
      ],
    },
  });
  const leftSql = `${full('CREATE TABLE l (id int PRIMARY KEY, lines jsonb, note text)')}
    INSERT INTO l VALUES (1, '[{"n": 1, "sku": "a"}, {"n": 2, "sku": "b"}]'), (2, NULL), (3, '[]'), (4, '[{"n": 1, "sku": "x"}]');`;
  const rightSql = full('CREATE TABLE r (order_id int, line int, sku text, PRIMARY KEY (order_id, line))');
  const all = 'SELECT * FROM r ORDER BY order_id, line';

  test('[E28] inserts, changes and deletes the records one by one, those that were there as well', async () => {
    const running = await make('code_several', leftSql, rightSql, lane());
    await holdsRows(running.right, all, ['1 1 A', '1 2 B', '4 1 X']);
    await running.left.query(`
      UPDATE l SET lines = '[{"n": 2, "sku": "bb"}, {"n": 3, "sku": "c"}]' WHERE id = 1;
      UPDATE l SET lines = '[{"n": 7, "sku": "g"}]' WHERE id = 3;
      UPDATE l SET id = 5 WHERE id = 4;
      UPDATE l SET note = 'nothing that is mapped' WHERE id = 3;
      INSERT INTO l VALUES (6, '[{"n": 1, "sku": "f"}]'), (7, '[{"n": 1, "sku": "h"}]');
      DELETE FROM l WHERE id = 6`);
    await holdsRows(running.right, all, ['1 2 BB', '1 3 C', '3 7 G', '5 1 X', '7 1 H']);
    const lines = (await running.ledger()).filter(({ cause }) => cause === 'live');
    const told = lines.map(({ op, record_key, status }) => `${op} ${record_key} ${status}`);
    expect(told).toEqual(
      expect.arrayContaining([
        'update ["1","2"] applied',
        'insert ["1","3"] applied',
        'delete ["1","1"] applied',
        'insert ["3","7"] applied',
        'update ["3","7"] applied',
        'delete ["4","1"] applied',
        'insert ["5","1"] applied',
      ]),
    );
    expect(new Set(told.filter((line) => line.includes('["6","1"]'))).size).toBeGreaterThan(0);
    // What is left out is kept on the other side, whatever its records were; what is deleted takes them along.
    await running.left.query('UPDATE l SET lines = NULL WHERE id = 1; DELETE FROM l WHERE id = 5');
    await holdsRows(running.right, all, ['1 2 BB', '1 3 C', '3 7 G', '7 1 H']);
    expect(running.status()[0]?.pending).toMatchObject({ parked: 0 });
    expect(await verified(running)).toMatchObject({ differing: 0, onlyLeft: 0 });
    await running.right.query(
      `UPDATE r SET sku = 'other' WHERE order_id = 3; DELETE FROM r WHERE order_id = 7`,
    );
    const { checked, samples } = await verified(running);
    expect(checked).toBe(2);
    expect(samples).toMatchObject([
      {
        recordKey: '["3","7"]',
        kind: 'differ',
        left: { id: '3', line: '7', sku: 'G' },
        rightFields: ['sku'],
      },
      { recordKey: '["7","1"]', kind: 'only-left', left: { id: '7', line: '1', sku: 'H' } },
    ]);
    expect(Object.keys(samples[0]?.left ?? {})).toEqual(['id', 'line', 'sku']);
  });

  test('[E28] parks the row that code fails for as a whole, and makes up for it when it does not fail any more', async () => {
    const running = await make('code_several_fails', leftSql, rightSql, lane('delete'));
    await holdsRows(running.right, all, ['1 1 A', '1 2 B', '4 1 X']);
    const parked = (count: number) =>
      eventually(`${count} are parked`, () => running.status()[0]?.pending.parked === count, 60);
    await running.left.query(`
      UPDATE l SET note = 'boom', lines = '[{"n": 9, "sku": "z"}]' WHERE id = 1;
      UPDATE l SET lines = '[{"n": 1, "sku": "p"}, {"n": 1, "sku": "q"}]' WHERE id = 4;
      INSERT INTO l VALUES (8, '[{"n": 1, "sku": "k"}]', 'boom');`);
    await parked(6);
    await holdsRows(running.right, all, ['1 1 A', '1 2 B', '4 1 X']);
    const failed = (await running.ledger()).filter(({ status }) => status === 'parked');
    expect(failed.map(({ record_key, code }) => `${record_key} ${code}`).sort()).toEqual([
      '["1","1"] CODE_FAILED',
      '["1","2"] CODE_FAILED',
      '["1",null] CODE_FAILED',
      '["4","1"] CODE_RESULT_INVALID',
      '["4",null] CODE_RESULT_INVALID',
      '["8",null] CODE_FAILED',
    ]);
    expect(failed[0]).toMatchObject({ after: { id: '1', note: 'boom' } });
    expect(failed.map(({ detail }) => detail).join(' ')).toContain('two records with line 1 of one');
    await running.stop();
    await running.left.query(`
      UPDATE l SET lines = '[{"n": 2, "sku": "b2"}, {"n": 5, "sku": "e"}]' WHERE id = 1;
      UPDATE l SET note = NULL WHERE id = 1;
      DELETE FROM l WHERE id = 4;
      UPDATE l SET note = NULL WHERE id = 8;`);
    await running.start();
    await holdsRows(running.right, all, ['1 2 B2', '1 5 E', '8 1 K']);
    await parked(0);
    await eventually('every line has its outcome', async () =>
      (await running.ledger()).every(({ status }) => status !== 'held' && status !== 'parked'),
    );
    await running.left.query('UPDATE l SET lines = NULL WHERE id = 1');
    await holdsRows(running.right, all, ['8 1 K']);
  });
});

describe('a lens on a two-way lane', () => {
  const source = `
    export const forward = ({ first, last }: Input): Output => ({ name: [first, last].filter(Boolean).join(' ') });
    export function backward({ name }: Output): Partial<Input> {
      const [first = null, ...rest] = (name ?? '').split(' ').filter(Boolean);
      return { first, last: rest.length > 0 ? rest.join(' ') : null };
    }`;
  const lane = {
    mapping: { match: [['id', 'id']], fields: [...pairs('id'), { left: 'name', right: 'full_name' }] },
    conflict: { rule: { kind: 'prefer', side: 'left' } },
    code: { left: [{ form: 'lens', source, fields: [text('name')] }] },
  };
  const left = 'SELECT id, first, last, other FROM l ORDER BY id';
  const right = 'SELECT id, full_name FROM r ORDER BY id';

  test('[E3] [E4] [E17] carries both ways, leaves fields alone that it does not speak of, and decides conflicts over what the mapping sees', async () => {
    const running = await make(
      'code_lens',
      `${full(`CREATE TABLE l (id int PRIMARY KEY, first text, last text, other text NOT NULL DEFAULT 'd')`)}
       INSERT INTO l VALUES (1, 'Ann', 'Lee', 'kept'), (2, 'Bob', NULL, 'kept');`,
      `${full('CREATE TABLE r (id int PRIMARY KEY, full_name text)')} INSERT INTO r VALUES (3, 'Cid de la Vega');`,
      lane,
    );
    await holdsRows(running.right, right, ['1 Ann Lee', '2 Bob', '3 Cid de la Vega']);
    await holdsRows(running.left, left, ['1 Ann Lee kept', '2 Bob  kept', '3 Cid de la Vega d']);
    await running.right.query(`
      UPDATE r SET full_name = 'Ann Smith' WHERE id = 1;
      INSERT INTO r VALUES (4, 'Dan');
      DELETE FROM r WHERE id = 2`);
    await running.left.query(`UPDATE l SET first = 'Sid', other = 'o' WHERE id = 3`);
    await holdsRows(running.left, left, ['1 Ann Smith kept', '3 Sid de la Vega o', '4 Dan  d']);
    await holdsRows(running.right, right, ['1 Ann Smith', '3 Sid de la Vega', '4 Dan']);
    await running.stop();
    await running.left.query(
      `UPDATE l SET last = 'Left' WHERE id = 1; UPDATE l SET first = 'L' WHERE id = 4`,
    );
    await running.right.query(`UPDATE r SET full_name = 'Ann Right' WHERE id = 1`);
    await running.start();
    await holdsRows(running.right, right, ['1 Ann Left', '3 Sid de la Vega', '4 L']);
    await holdsRows(running.left, left, ['1 Ann Left kept', '3 Sid de la Vega o', '4 L  d']);
  });
});

describe('a filter of code', () => {
  test('[E11] lets records in and out on a two-way lane', async () => {
    const source = 'export const filter = async ({ country }: Input) => country === "DE";';
    const running = await make(
      'code_filter',
      `${full('CREATE TABLE l (id int PRIMARY KEY, country text)')} INSERT INTO l VALUES (1, 'DE'), (2, 'FR');`,
      full('CREATE TABLE r (id int PRIMARY KEY, country text)'),
      {
        mapping: { match: [['id', 'id']], fields: pairs('id', 'country') },
        code: { left: [{ form: 'filter', source, leave: 'delete' }] },
      },
    );
    const all = 'SELECT id, country FROM r ORDER BY id';
    await holdsRows(running.right, all, ['1 DE']);
    await running.left.query(
      `UPDATE l SET country = 'FR' WHERE id = 1; UPDATE l SET country = 'DE' WHERE id = 2`,
    );
    await holdsRows(running.right, all, ['2 DE']);
    await running.right.query(`INSERT INTO r VALUES (9, 'DE')`);
    await holdsRows(running.left, 'SELECT id, country FROM l ORDER BY id', ['1 FR', '2 DE', '9 DE']);
  });
});

describe('a merge that decides conflicts', () => {
  test('[E4] makes one value of both, or leaves it to a person', async () => {
    const merge = `
      import { hold } from 'syncline';
      export function merge({ base, left, right }: Conflict) {
        if (left === 'ask') return hold;
        return [base, left, right].join('|');
      }`;
    const running = await make(
      'code_merge',
      `${full('CREATE TABLE l (id int PRIMARY KEY, a text)')} INSERT INTO l VALUES (1, 'x'), (2, 'x');`,
      full('CREATE TABLE r (id int PRIMARY KEY, a text)'),
      {
        mapping: { match: [['id', 'id']], fields: pairs('id', 'a') },
        conflict: { fields: { a: { kind: 'code', node: 'both' } } },
        code: { merges: { both: { source: merge } } },
      },
    );
    await holdsRows(running.right, 'SELECT id, a FROM r ORDER BY id', ['1 x', '2 x']);
    await running.stop();
    await running.left.query(`UPDATE l SET a = 'l' WHERE id = 1; UPDATE l SET a = 'ask' WHERE id = 2`);
    await running.right.query(`UPDATE r SET a = 'r'`);
    await running.start();
    await holdsRows(running.right, 'SELECT id, a FROM r ORDER BY id', ['1 x|l|r', '2 r']);
    await holdsRows(running.left, 'SELECT id, a FROM l ORDER BY id', ['1 x|l|r', '2 ask']);
    await eventually('the other one is held', () => running.status()[0]?.pending.held === 1, 60);
  });
});
