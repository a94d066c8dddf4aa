import { describe, expect, test } from 'vitest';
import { carried, peopleLane, rowsOf, underTraffic } from '#testing/engine/drift-under-traffic.ts';
import { eventually } from '#testing/engine/flow-on-databases.ts';

const notes = 'CREATE TABLE notes (id int PRIMARY KEY, text text); ALTER TABLE notes REPLICA IDENTITY FULL;';
const lanes = [
  peopleLane(),
  {
    left: 'public.notes',
    right: 'public.notes',
    mapping: {
      match: [['id', 'id']],
      fields: [
        { left: 'id', right: 'id' },
        { left: 'text', right: 'text' },
      ],
    },
  },
];

describe.each(['left', 'right'] as const)('[E15] a table of the %s side', (side) => {
  const table = side === 'left' ? 'l' : 'r';

  test('that is renamed stops its lane alone; renamed back it goes on, and nothing is lost', async () => {
    await underTraffic(
      `drift_table_${side}`,
      async ({ flow, told }) => {
        const db = flow[side];
        const other = side === 'left' ? flow.right : flow.left;
        const otherTable = side === 'left' ? 'r' : 'l';
        await db.query(`ALTER TABLE ${table} RENAME TO elsewhere`);
        await told(`${side}:stream-missing:public.${table}`);
        await other.query(`UPDATE ${otherTable} SET mail = 'changed meanwhile' WHERE id = 28`);
        await other.query(`DELETE FROM ${otherTable} WHERE id = 30`);
        await flow.left.query(`INSERT INTO notes VALUES (1, 'goes on')`);
        await eventually(
          'the other lane goes on',
          async () => (await flow.right.query(`SELECT 1 FROM notes WHERE text = 'goes on'`)).length === 1,
          40,
        );
        const phases = () => flow.current?.status().map((lane) => lane.phase);
        await eventually('one lane has stopped', () => String(phases()) === 'failing,live', 40);
        expect(flow.engine.stopped).toBe(null);
        await db.query(`ALTER TABLE elsewhere RENAME TO ${table}`);
        await told();
      },
      {
        lanes,
        sql: notes,
        async atEnd(flow) {
          expect(await rowsOf(flow.left, 'l WHERE id IN (28, 30)', 'id, mail')).toBe(
            '[{"id":28,"mail":"changed meanwhile"}]',
          );
          await carried(flow, 'mail');
        },
      },
    );
  }, 180_000);

  test('that is dropped and made anew is filled from the other side', async () => {
    await underTraffic(
      `drift_table_made_${side}`,
      async ({ flow, traffic, told }) => {
        await flow[side].query(`DROP TABLE ${table}`);
        await told(`${side}:stream-missing:public.${table}`);
        await eventually('the flow has stopped', () => flow.current?.stopped?.code === 'STREAM_MISSING', 40);
        await flow[side].query(`
          CREATE TABLE ${table} (id int PRIMARY KEY, name text, mail text, n numeric(10,2));
          ALTER TABLE ${table} REPLICA IDENTITY FULL;`);
        await traffic();
        await told();
      },
      {
        async atEnd(flow) {
          const first = await rowsOf(flow[side], `${table} WHERE id <= 20`, 'mail');
          expect(first.match(/mail\d/g)).toHaveLength(20);
          await carried(flow, 'mail');
        },
      },
    );
  }, 180_000);
});

describe('[E15] a key', { timeout: 180_000 }, () => {
  test('whose column is dropped stops the lane, and says so', async () => {
    await underTraffic(
      'drift_key_dropped',
      async ({ flow, told }) => {
        await flow.right.query('ALTER TABLE r RENAME id TO number');
        await told('right:key-broken:id');
        await eventually('the lane has stopped', () => flow.current?.stopped?.code === 'FIELD_MISSING', 40);
        await flow.right.query('ALTER TABLE r RENAME number TO id');
        await told();
      },
      { atEnd: (flow) => carried(flow, 'mail') },
    );
  });

  test('that nothing makes unique any more is told, and everything goes on', async () => {
    await underTraffic('drift_key_not_unique', async ({ flow, traffic, told }) => {
      await flow.left.query('ALTER TABLE l DROP CONSTRAINT l_pkey');
      await traffic();
      await told('left:key-not-unique:id');
      await traffic();
      await flow.left.query('ALTER TABLE l ADD PRIMARY KEY (id)');
      await told();
    });
  });

  test('that names no row in the log any more stops the lane, and its owner can go on writing', async () => {
    await underTraffic(
      'drift_no_identity',
      async ({ flow, traffic, told }) => {
        await flow.left.query('ALTER TABLE l DROP CONSTRAINT l_pkey');
        await told('left:key-broken:id');
        await traffic();
        await flow.left.query('ALTER TABLE l ADD PRIMARY KEY (id)');
        await told();
      },
      { identity: 'DEFAULT', atEnd: (flow) => carried(flow, 'mail') },
    );
  });
});
