import { afterEach, describe, expect, test } from 'vitest';
import { eventually, type FlowSketch, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { holdsRows } from '#testing/engine/holds-rows.ts';
import { lanesWithUses } from '#testing/engine/lanes-with-uses.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

let flow: Flow | null = null;
let over = false;
let running: Promise<number> | null = null;

afterEach(async () => {
  over = true;
  await running;
  await flow?.close();
});

/** A flow that is started again and again, as a supervisor does. */
async function runs(label: string, lane: FlowSketch, made = 'title text') {
  const table = (name: string, more: string) =>
    `CREATE TABLE ${name} (id int PRIMARY KEY, ${more}); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
  flow = await flowOnDatabases(label, {
    leftSql: `${table('l', 'name text, note text, other text')}
      INSERT INTO l SELECT i, 'n' || i, 'note' || i, 'o' FROM generate_series(1, 5) i`,
    rightSql: table('r', made),
    lanes: [lane],
    annotate: lanesWithUses,
  });
  await flow.start();
  await flow.stop();
  over = false;
  running = flow.keepRunning(() => over);
  return flow;
}

const sketch = (form: string, source: string, direction: string): FlowSketch => ({
  left: 'public.l',
  right: 'public.r',
  mapping: {
    direction,
    match: [['id', 'id']],
    fields: ['id', 'title'].map((name) => ({ left: name, right: name })),
  },
  code: { left: [{ form, source, fields: [{ name: 'title', type: { kind: 'text' } }] }] },
});

const titles = `SELECT id, title FROM r WHERE id < 4 ORDER BY id`;
const broken = () => flow?.current?.status()[0]?.phase;
const told = async () =>
  (await flow?.store.query<{ key: string }>('SELECT key FROM schema_drift'))?.map(({ key }) => key) ?? [];

describe('[E15] a field of a side with code', { timeout: 240_000 }, () => {
  test('that the code does not use is dropped, renamed, of another type: everything goes on', async () => {
    const source = "export const transform = (r: Input) => ({ title: r.name + '!' });";
    const { left, right } = await runs('code_drift_unused', sketch('transform', source, 'forward'));
    await holdsRows(right, titles, ['1 n1!', '2 n2!', '3 n3!']);
    await left.query(`ALTER TABLE l DROP other; UPDATE l SET name = 'a' WHERE id = 1`);
    await holdsRows(right, titles, ['1 a!', '2 n2!', '3 n3!']);
    await left.query(`UPDATE l SET name = 'b' WHERE id = 2; ALTER TABLE l RENAME note TO remark;
      UPDATE l SET name = 'c' WHERE id = 3`);
    await holdsRows(right, titles, ['1 a!', '2 b!', '3 c!']);
    await left.query(`ALTER TABLE l ALTER remark TYPE int USING 7; DELETE FROM l WHERE id = 1;
      INSERT INTO l (id, name, remark) VALUES (0, 'new', 8)`);
    await holdsRows(right, titles, ['0 new!', '2 b!', '3 c!']);
    expect((await flow?.ledger())?.filter(({ status }) => status === 'parked')).toEqual([]);
    expect(await told()).toEqual([]);
  });

  test('that the code uses stops the lane with the node and the field; mended and deployed, it makes up for all that happened', async () => {
    const source = (name: string) =>
      `export const forward = (r: Input): Output => ({ id: r.id, title: \`\${r.${name}}!\` });
       export const backward = (r: Output): Partial<Input> => ({ ${name}: r.title!.slice(0, -1) });`;
    const { left, right, redeploy } = await runs('code_drift_used', sketch('lens', source('name'), 'both'));
    await holdsRows(right, titles, ['1 n1!', '2 n2!', '3 n3!']);
    await left.query(`UPDATE l SET name = 'before' WHERE id = 1; ALTER TABLE l RENAME name TO called;
      UPDATE l SET called = 'after' WHERE id = 2; DELETE FROM l WHERE id = 3; INSERT INTO l (id, called) VALUES (0, 'new')`);
    await eventually('it is told', async () => (await told()).join() === 'left:use-broken:kl0_0:name', 90);
    await right.query(`UPDATE r SET title = 'other side!' WHERE id = 4`);
    await eventually(
      'what the other side changes waits',
      async () => ((await flow?.ledger()) ?? []).some(({ code }) => code === 'CODE_INPUT_CHANGED'),
      60,
    );
    const line = ((await flow?.ledger()) ?? []).find(({ code }) => code === 'CODE_INPUT_CHANGED');
    expect(line).toMatchObject({ status: 'parked', record_key: '["4"]' });
    expect(line?.detail).toContain(
      'The code of code "kl0_0" uses name, which is called called in public.l now.',
    );
    expect(broken()).not.toBe('live');
    // Its log is kept: what is deleted meanwhile is no record that only the other side has.
    await left.query(`DELETE FROM l WHERE id = 5; INSERT INTO l (id, called) VALUES (9, 'late')`);
    await right.query(`UPDATE r SET title = 'again!' WHERE id = 4`);
    await redeploy([sketch('lens', source('called'), 'both')]);
    await holdsRows(right, titles, ['0 new!', '1 before!', '2 after!']);
    await holdsRows(left, 'SELECT id, called FROM l WHERE id > 3 ORDER BY id', ['4 again', '9 late']);
    await holdsRows(right, 'SELECT id, title FROM r WHERE id > 3 ORDER BY id', ['4 again!', '9 late!']);
    await eventually('nothing is parked', () => flow?.current?.status()[0]?.pending.parked === 0, 60);
  });

  test('that passes through the code suspends its pair alone; one that a filter before the code asks stops the lane', async () => {
    const fields = ['title', 'note'].map((name) => ({ name, type: { kind: 'text' } }));
    const source = 'export const transform = (r: Input) => ({ ...r, title: r.name });';
    const plain = sketch('transform', source, 'forward');
    const pairs = [
      { left: 'id', right: 'id' },
      { left: 'title', right: 'title' },
      { left: 'note', right: 'remark' },
    ];
    const { left, right } = await runs(
      'code_drift_passing',
      {
        ...plain,
        mapping: { ...plain.mapping, fields: pairs },
        filters: { left: { condition: 'other != "skip"' } },
        code: { left: [{ form: 'transform', source, fields }] },
      },
      'title text, remark text',
    );
    await holdsRows(right, titles, ['1 n1', '2 n2', '3 n3']);
    await left.query(`ALTER TABLE l DROP note; UPDATE l SET name = 'a' WHERE id = 1`);
    await holdsRows(right, 'SELECT title, remark FROM r WHERE id = 1', ['a note1']);
    expect(await told()).toEqual(['left:field-dropped:note:note=remark']);
    await left.query(`ALTER TABLE l RENAME other TO kind; UPDATE l SET name = 'b' WHERE id = 2`);
    await eventually('it is told', async () => (await told()).includes('left:use-broken:fl0:other'), 90);
    await left.query('ALTER TABLE l RENAME kind TO other');
    await holdsRows(right, 'SELECT title FROM r WHERE id = 2', ['b']);
    expect(await told()).toEqual(['left:field-dropped:note:note=remark']);
  });
});
