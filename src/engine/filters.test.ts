import { afterEach, describe, expect, test } from 'vitest';
import { postgresConnector } from '#connectors/postgres/index.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { compileLane } from './plan/compiled-lane.ts';
import { verifyLane } from './verify/verify-lane.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
type FlowSketch = Parameters<Flow['redeploy']>[0][number];

let flow: Flow | null = null;
afterEach(() => flow?.close());

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text, country text, note text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const sketch = (filters: FlowSketch['filters'], conflict: object = {}): FlowSketch => ({
  left: 'public.l',
  right: 'public.r',
  mapping: {
    match: [['id', 'id']],
    fields: ['id', 'a', 'country'].map((name) => ({ left: name, right: name })),
  },
  conflict: { rule: { kind: 'prefer', side: 'left' }, ...conflict },
  ...(filters ? { filters } : {}),
});

async function make(
  label: string,
  filters: FlowSketch['filters'],
  sql = ['', ''],
  conflict = {},
): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: `${table('l')} ${sql[0]}`,
    rightSql: `${table('r')} ${sql[1]}`,
    lanes: [sketch(filters, conflict)],
  });
  await flow.start();
  return flow;
}

const rowsOf = async (side: Flow['left'], name: string) =>
  (await side.query(`SELECT id, a, country FROM ${name} ORDER BY id`)).map(
    ({ id, a, country }) => `${id} ${a} ${country}`,
  );
const holds = (side: Flow['left'], name: string, expected: string[]) =>
  eventually(
    `${name} holds ${expected.join(', ')}`,
    async () => JSON.stringify(await rowsOf(side, name)) === JSON.stringify(expected),
    40,
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}; there is ${(await rowsOf(side, name)).join(', ')}`);
  });

async function verify(running: Flow) {
  const [plan] = running.lanes;
  if (!plan) throw new Error('no lane was compiled');
  const sessions = {
    left: postgresConnector.open({ url: running.left.url }),
    right: postgresConnector.open({ url: running.right.url }),
  };
  try {
    const { checked, differing, onlyLeft, onlyRight, way } = await verifyLane({
      lane: compileLane(running.flowId, plan),
      sessions,
      settle: async () => undefined,
      pendingKeys: async () => new Set(),
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    return { checked, wrong: differing + onlyLeft + onlyRight, way };
  } finally {
    await Promise.all([sessions.left.close(), sessions.right.close()]);
  }
}

describe('filters', () => {
  test('only what meets the condition is carried; what leaves is kept, what comes back is met', async () => {
    const running = await make('filter_keep', { left: { condition: 'country == "DE"' } }, [
      `INSERT INTO l VALUES (1, 'one', 'DE'), (2, 'two', 'FR'), (3, 'three', NULL), (4, 'four', 'DE');`,
      `INSERT INTO r VALUES (4, 'vier', 'DE'), (5, 'five', 'FR'), (2, 'zwei', 'FR');`,
    ]);
    // 2 is left out on the left, so that neither side gets the other's.
    await holds(running.right, 'r', ['1 one DE', '2 zwei FR', '4 four DE', '5 five FR']);
    await holds(running.left, 'l', ['1 one DE', '2 two FR', '3 three null', '4 four DE', '5 five FR']);
    await running.left.query(`
      INSERT INTO l VALUES (6, 'six', 'DE'), (7, 'seven', 'FR');
      UPDATE l SET a = 'two!' WHERE id = 2;
      UPDATE l SET a = 'one!' WHERE id = 1;
      UPDATE l SET country = 'DE' WHERE id = 3;
      UPDATE l SET country = 'FR' WHERE id = 4;
      DELETE FROM l WHERE id = 5`);
    await holds(running.right, 'r', [
      '1 one! DE',
      '2 zwei FR',
      '3 three DE',
      '4 four DE',
      '5 five FR',
      '6 six DE',
    ]);
    const lines = await running.ledger();
    expect(
      lines
        .filter(({ code }) => code === 'FILTERED')
        .map(({ record_key, status }) => `${record_key} ${status}`),
    ).toEqual(['["4"] skipped']);
    // What the right side changes is carried, whatever the left side's filter says, as long as the left holds the same.
    await running.right.query(`UPDATE r SET a = 'right' WHERE id IN (1, 4)`);
    await running.left.query(`UPDATE l SET country = 'DE', a = 'back' WHERE id = 4`);
    await holds(running.right, 'r', [
      '1 right DE',
      '2 zwei FR',
      '3 three DE',
      '4 back DE',
      '5 five FR',
      '6 six DE',
    ]);
    await eventually(
      'the left has its own',
      async () => (await rowsOf(running.left, 'l')).includes('1 right DE'),
      60,
    );
    expect(await verify(running)).toMatchObject({ wrong: 1, way: 'rows' });
    expect(await running.store.query('SELECT FROM pending_record')).toEqual([]);
  });

  test('what leaves is deleted on the other side where the filter says so, and made again when it comes back', async () => {
    const running = await make('filter_delete', { left: { condition: 'country == "DE"', leave: 'delete' } });
    await running.left.query(`INSERT INTO l VALUES (1, 'one', 'DE'), (2, 'two', 'DE'), (3, 'three', 'FR')`);
    await holds(running.right, 'r', ['1 one DE', '2 two DE']);
    await running.left.query(`UPDATE l SET country = 'FR' WHERE id = 1`);
    await holds(running.right, 'r', ['2 two DE']);
    await running.left.query(`UPDATE l SET country = 'DE' WHERE id = 1`);
    await holds(running.right, 'r', ['1 one DE', '2 two DE']);
    expect(await rowsOf(running.left, 'l')).toEqual(['1 one DE', '2 two DE', '3 three FR']);
    await running.left.query('DELETE FROM l WHERE id = 2');
    await holds(running.right, 'r', ['1 one DE']);
    expect(await verify(running)).toMatchObject({ wrong: 0 });
  });

  test('[E17] both sides filtered, written at random on both: what both let through agrees at quiet', async () => {
    const running = await make('filter_random', {
      left: { condition: 'country in ["DE", "AT"]', leave: 'delete' },
      right: { condition: 'country != "FR"' },
    });
    const countries = ['DE', 'AT', 'FR', 'IT'];
    let seed = 7;
    const draw = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const write = (name: string) => {
      const id = draw(40);
      const country = countries[draw(4)];
      switch (draw(5)) {
        case 0:
          return `DELETE FROM ${name} WHERE id = ${id}`;
        case 1:
          return `UPDATE ${name} SET country = '${country}' WHERE id = ${id}`;
        case 2:
          return `UPDATE ${name} SET a = 'v${draw(1000)}' WHERE id = ${id}`;
        default:
          return `INSERT INTO ${name} VALUES (${id}, 'v${draw(1000)}', '${country}') ON CONFLICT (id) DO UPDATE SET a = excluded.a, country = excluded.country`;
      }
    };
    for (let round = 0; round < 60; round += 1) {
      await Promise.all([
        running.left.query(`${write('l')}; ${write('l')}`),
        running.right.query(`${write('r')}; ${write('r')}`),
      ]);
    }
    await eventually(
      'what both let through agrees',
      async () => {
        const [left, right] = [await rowsOf(running.left, 'l'), await rowsOf(running.right, 'r')];
        const byId = (rows: string[]) => new Map(rows.map((row) => [row.split(' ')[0], row]));
        const others = byId(right);
        return [...byId(left)].every(([id, row]) => {
          const other = others.get(id);
          const carried = /(DE|AT)$/.test(row) && !(other ?? '').endsWith('FR');
          return !carried || other === row;
        });
      },
      90,
    );
  }, 180_000);

  test('a condition that the stream does not fit any more is told, and a changed one meets all data anew', async () => {
    const running = await make('filter_change', { left: { condition: 'country == "DE"' } }, [
      `INSERT INTO l VALUES (1, 'one', 'DE'), (2, 'two', 'FR');`,
      '',
    ]);
    await holds(running.right, 'r', ['1 one DE']);
    await running.redeploy([sketch({ left: { condition: 'country != "DE"' } })]);
    await running.start();
    await holds(running.right, 'r', ['1 one DE', '2 two FR']);
  });

  test('records that leave by a changed condition obey `leave`, and what the lane never carried stays', async () => {
    const running = await make('filter_leave', { left: { condition: 'country == "DE"', leave: 'delete' } }, [
      `INSERT INTO l VALUES (1, 'one', 'DE', 'x'), (2, 'two', 'FR', NULL), (3, 'three', 'IT', NULL), (4, 'four', 'DE', NULL);`,
      `INSERT INTO r VALUES (3, 'three', 'IT');`,
    ]);
    await holds(running.right, 'r', ['1 one DE', '3 three IT', '4 four DE']);
    // It reads another field than before, and rows that meet the old one alone have to go.
    await running.redeploy([
      sketch({ left: { condition: 'note == "x" || country == "FR"', leave: 'delete' } }),
    ]);
    await running.start();
    await holds(running.right, 'r', ['1 one DE', '2 two FR', '3 three IT']);
    await running.redeploy([sketch({ left: { condition: 'country == "FR"', leave: 'keep' } })]);
    await running.start();
    await running.left.query(`UPDATE l SET a = 'zwei' WHERE id = 2`);
    await holds(running.right, 'r', ['1 one DE', '2 zwei FR', '3 three IT']);
    // Without a filter everything is carried; what a new one leaves out had been.
    await running.redeploy([sketch(undefined)]);
    await running.start();
    await holds(running.right, 'r', ['1 one DE', '2 zwei FR', '3 three IT', '4 four DE']);
    await running.redeploy([sketch({ left: { condition: 'country == "DE"', leave: 'delete' } })]);
    await running.start();
    await holds(running.right, 'r', ['1 one DE', '4 four DE']);
    expect(await rowsOf(running.left, 'l')).toHaveLength(4);
    expect(await verify(running)).toMatchObject({ wrong: 0 });
  });
});
