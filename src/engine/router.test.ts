import { afterEach, describe, expect, test } from 'vitest';
import { postgresConnector } from '#connectors/postgres/index.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { FaultPoint } from '#testing/faults/fault-points.ts';
import { compileLane } from './plan/compiled-lane.ts';
import { verifyLane } from './verify/verify-lane.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
type FlowSketch = Parameters<Flow['redeploy']>[0][number];

let flow: Flow | null = null;
afterEach(() => flow?.close());

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text, region text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const router = {
  branches: [
    { id: 'eu', name: 'Europe', condition: 'region in ["DE", "FR"]' },
    { id: 'big', name: 'With an A', condition: 'a.contains("A") || region == "US"' },
  ],
};
const targets = { eu: 'r1', big: 'r2', otherwise: 'r3' };
const lanes = (more: object = {}): FlowSketch[] => {
  const shared = { ...router, ...more };
  return Object.entries(targets).map(([branch, right]) => ({
    left: 'public.l',
    right: `public.${right}`,
    mapping: {
      match: [['id', 'id']],
      fields: ['id', 'a', 'region'].map((name) => ({ left: name, right: name })),
    },
    conflict: {
      rule: { kind: 'prefer', side: 'left' },
      deletes: { againstUpdate: 'delete' },
      breaker: 'off',
    },
    route: { router: shared, branch },
  }));
};

async function make(label: string, leftSql: string, faults?: (point: FaultPoint) => boolean): Promise<Flow> {
  const shared = lanes();
  flow = await flowOnDatabases(label, {
    leftSql: `${table('l')} ${leftSql}`,
    rightSql: Object.values(targets).map(table).join(' '),
    lanes: shared,
    ...(faults ? { faults } : {}),
  });
  return flow;
}

const rowsOf = async (side: Flow['left'], name: string) =>
  (await side.query(`SELECT id, a, region FROM ${name} ORDER BY id`)).map(
    ({ id, a, region }) => `${id} ${a} ${region}`,
  );
/** What the branches hold, one list each. */
const branches = async (running: Flow) =>
  Promise.all(Object.values(targets).map((name) => rowsOf(running.right, name)));
const hold = (running: Flow, expected: string[][]) =>
  eventually(
    `the branches hold ${JSON.stringify(expected)}`,
    async () => JSON.stringify(await branches(running)) === JSON.stringify(expected),
    40,
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}; there is ${JSON.stringify(await branches(running))}`);
  });

/** The branch of a left row, told apart from the expressions. */
function branchOf(row: string): number {
  const [, a = '', region] = row.split(' ');
  if (region === 'DE' || region === 'FR') return 0;
  return a.includes('A') || region === 'US' ? 1 : 2;
}

async function verify(running: Flow): Promise<number> {
  let wrong = 0;
  for (const plan of running.lanes) {
    const sessions = {
      left: postgresConnector.open({ url: running.left.url }),
      right: postgresConnector.open({ url: running.right.url }),
    };
    try {
      const report = await verifyLane({
        lane: compileLane(running.flowId, plan),
        sessions,
        settle: async () => undefined,
        pendingKeys: async () => new Set(),
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
      wrong += report.differing + report.onlyLeft + report.onlyRight;
    } finally {
      await Promise.all([sessions.left.close(), sessions.right.close()]);
    }
  }
  return wrong;
}

describe('a router', () => {
  test('[E2] sends each record to the first branch that it meets; one that moves is in one transaction gone there and here', async () => {
    const running = await make(
      'router_moves',
      `INSERT INTO l VALUES (1, 'x', 'DE'), (2, 'A', 'FR'), (3, 'A', 'US'), (4, 'x', NULL), (5, NULL, 'IT'), (6, 'A', NULL);`,
    );
    await running.right.query(`
      CREATE TABLE seen (txid bigint, who text);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO public.seen VALUES (txid_current(), TG_OP || ' ' || TG_TABLE_NAME || ' ' || COALESCE(NEW.id, OLD.id)); RETURN NULL; END $$;
      CREATE TRIGGER n1 AFTER INSERT OR DELETE ON r1 FOR EACH ROW EXECUTE FUNCTION note();
      CREATE TRIGGER n2 AFTER INSERT OR DELETE ON r2 FOR EACH ROW EXECUTE FUNCTION note();`);
    await running.start();
    // What no condition can be told of goes on to the next branch; 4 and 5 have a null that leaves one open.
    await hold(running, [
      ['1 x DE', '2 A FR'],
      ['3 A US', '6 A null'],
      ['4 x null', '5 null IT'],
    ]);
    await running.right.query('DELETE FROM seen');
    await running.left.query(`UPDATE l SET region = 'US' WHERE id = 1`);
    await hold(running, [['2 A FR'], ['1 x US', '3 A US', '6 A null'], ['4 x null', '5 null IT']]);
    const seen = await running.right.query('SELECT txid, who FROM seen ORDER BY who');
    expect(seen.map(({ who }) => who)).toEqual(['DELETE r1 1', 'INSERT r2 1']);
    expect(seen[0]?.txid).toBe(seen[1]?.txid);
    // What the other side changes may move it as well.
    await running.right.query(`UPDATE r2 SET region = 'DE' WHERE id = 3`);
    await hold(running, [
      ['2 A FR', '3 A DE'],
      ['1 x US', '6 A null'],
      ['4 x null', '5 null IT'],
    ]);
    await running.right.query(`UPDATE r3 SET a = 'A!' WHERE id = 4`);
    await running.left.query('DELETE FROM l WHERE id = 2');
    await hold(running, [['3 A DE'], ['1 x US', '4 A! null', '6 A null'], ['5 null IT']]);
    expect(await verify(running)).toBe(0);
  });

  test('[E7] [E17] records that move under writes on both sides, with crashes at every seam, end in one branch each', async () => {
    let over = false;
    let reached = 0;
    const running = await make('router_churn', '', () => {
      reached += 1;
      return reached < 1200 && reached % 67 === 0;
    });
    const supervised = running.keepRunning(() => over);
    let seed = 11;
    const draw = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const regions = [`'DE'`, `'FR'`, `'US'`, `'IT'`, 'NULL'];
    const left = () => {
      const [id, region] = [draw(30), regions[draw(5)]];
      const a = `'${'vA'[draw(2)]}${draw(100)}'`;
      return draw(6) === 0
        ? `DELETE FROM l WHERE id = ${id}`
        : `INSERT INTO l VALUES (${id}, ${a}, ${region}) ON CONFLICT (id) DO UPDATE SET a = excluded.a, region = excluded.region`;
    };
    const right = () => {
      const name = `r${1 + draw(3)}`;
      const set = draw(2) === 0 ? `a = '${'vA'[draw(2)]}right${draw(100)}'` : `region = ${regions[draw(5)]}`;
      return `UPDATE ${name} SET ${set} WHERE id = ${draw(30)}`;
    };
    for (let round = 0; round < 80; round += 1) {
      await Promise.all([
        running.left.query(`BEGIN; ${left()}; ${left()}; COMMIT`),
        running.right.query(right()),
      ]);
    }
    await eventually(
      'every record is in its branch, as the left side has it',
      async () => {
        const expected: string[][] = [[], [], []];
        for (const row of await rowsOf(running.left, 'l')) expected[branchOf(row)]?.push(row);
        return JSON.stringify(await branches(running)) === JSON.stringify(expected);
      },
      90,
    ).catch(async (error: Error) => {
      const state = { left: await rowsOf(running.left, 'l'), right: await branches(running) };
      throw new Error(
        `${error.message}\n${JSON.stringify(state)}\n${JSON.stringify(await running.store.query('SELECT * FROM pending_record'))}`,
      );
    });
    over = true;
    expect(await supervised).toBeGreaterThan(0);
    expect(await verify(running)).toBe(0);
  }, 180_000);
});
