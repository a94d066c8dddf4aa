import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from '../test-database.ts';
import { eventually, type FlowSketch, flowOnDatabases } from './flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

/** A flow whose streams are changed while rows are in flight from both sides. */
export type Drifting = {
  flow: Flow;
  /** Resolves after some more rows have been written on both sides. */
  traffic(): Promise<void>;
  /** Resolves when exactly these drifts are told, by key. */
  told(...keys: string[]): Promise<void>;
};

export type DriftingOptions = {
  identity?: string;
  lanes?: FlowSketch[];
  /** Further tables, on both sides. */
  sql?: string;
  /** What must hold once both sides agree at the end, with engines still running. */
  atEnd?: (flow: Flow) => Promise<void>;
  /** What both sides must agree on at the end, as expressions over `l` and over `r`. */
  agreeOn?: { left: string; right: string };
};

const people = (table: string, identity: string) => `
  CREATE TABLE ${table} (id int PRIMARY KEY, name text, mail text, n numeric(10,2));
  ALTER TABLE ${table} REPLICA IDENTITY ${identity};`;

/** The lane between `l` and `r`. */
export const peopleLane = (conflict: object = {}): FlowSketch => ({
  left: 'public.l',
  right: 'public.r',
  mapping: {
    match: [['id', 'id']],
    fields: ['id', 'name', 'mail', 'n'].map((name) => ({ left: name, right: name })),
  },
  conflict: { rule: { kind: 'newest', tie: 'left' }, ...conflict },
});

/**
 * Runs engine after engine, as a supervisor does, with rows in flight from both sides before, during
 * and after `work`; any error that ends an engine fails it. At the end both sides agree, nothing is
 * out of line, and every change has come to something.
 */
export async function underTraffic(
  label: string,
  work: (drifting: Drifting) => Promise<void>,
  options: DriftingOptions = {},
): Promise<void> {
  const { identity = 'FULL', lanes = [peopleLane()], sql = '' } = options;
  const agreeOn = options.agreeOn ?? { left: 'id, name, mail, n::text', right: 'id, name, mail, n::text' };
  const flow = await flowOnDatabases(label, {
    leftSql: `${people('l', identity)} ${sql}
      INSERT INTO l SELECT i, 'name', 'mail' || i, i FROM generate_series(1, 30) i;`,
    rightSql: `${people('r', identity)} ${sql}`,
    lanes,
  });
  let over = false;
  const writers = { stop: false, written: { l: 0, r: 0 } };
  let engines: Promise<unknown> = Promise.resolve();
  try {
    await flow.start();
    await flow.stop();
    engines = flow.keepRunning(() => over);
    const writing = Promise.all([write(flow.left, 'l', 0, writers), write(flow.right, 'r', 1, writers)]);
    const traffic = async () => {
      const until = { l: writers.written.l + 40, r: writers.written.r + 40 };
      const isThrough = () => writers.written.l >= until.l && writers.written.r >= until.r;
      await Promise.race([engines, eventually('rows are in flight', isThrough, 40)]);
    };
    const told = (...keys: string[]) =>
      Promise.race([
        engines.then(() => undefined),
        eventually(
          `told: ${keys}`,
          async () => JSON.stringify(await drifts(flow)) === JSON.stringify(keys),
          40,
        ),
      ]);
    await traffic();
    await work({ flow, traffic, told });
    await traffic();
    writers.stop = true;
    await writing;
    await Promise.race([engines, agree(flow, agreeOn)]);
    await Promise.race([engines, options.atEnd?.(flow)]);
    over = true;
    await engines;
  } finally {
    writers.stop = true;
    over = true;
    await engines.catch(() => undefined); // it is told already
    await flow.close();
  }
}

/** Each side changes records of its own, and makes new ones, so that every change has to arrive. */
async function write(
  db: TestDatabase,
  table: 'l' | 'r',
  parity: number,
  writers: { stop: boolean; written: { l: number; r: number } },
): Promise<void> {
  for (let turn = 0; !writers.stop; turn += 1) {
    const id = ((turn * 2) % 20) + 1 + parity;
    const statements = [
      `UPDATE ${table} SET name = '${table}${turn}' WHERE id = ${id}`,
      `INSERT INTO ${table} (id, name) VALUES (${100_000 * (parity + 1) + turn}, 'new')`,
    ];
    for (const statement of turn % 5 === 0 ? statements : statements.slice(0, 1)) {
      // While a table or its key is away nobody can write to it, nor while its log could not name a row.
      await db.query(statement).catch((error: { code?: string }) => {
        if (!['42P01', '42703', '55000', '55P03'].includes(error.code ?? '')) throw error;
      });
    }
    writers.written[table] += 1;
    await sleep(15);
  }
}

/** The rows of a table, e.g. `l WHERE id = 3`, as text. */
export async function rowsOf(db: TestDatabase, table: string, columns: string): Promise<string> {
  return JSON.stringify(await db.query(`SELECT ${columns} FROM ${table} ORDER BY id`));
}

/** A value that is written to this column on either side arrives on the other. */
export async function carried(flow: Flow, column: string, rightColumn = column): Promise<void> {
  await flow.left.query(`UPDATE l SET ${column} = 'to the right' WHERE id = 5`);
  await flow.right.query(`UPDATE r SET ${rightColumn} = 'to the left' WHERE id = 6`);
  await eventually(
    `${column} is carried both ways`,
    async () => {
      const [right, left] = await Promise.all([
        rowsOf(flow.right, 'r WHERE id = 5', rightColumn),
        rowsOf(flow.left, 'l WHERE id = 6', column),
      ]);
      return right.includes('to the right') && left.includes('to the left');
    },
    40,
  );
}

async function drifts(flow: Flow): Promise<string[]> {
  const rows = await flow.store.query<{ key: string }>('SELECT key FROM schema_drift ORDER BY key');
  return rows.map(({ key }) => key);
}

async function agree(flow: Flow, on: { left: string; right: string }): Promise<void> {
  const seen = async () => {
    const [left, right, pending, open] = await Promise.all([
      rowsOf(flow.left, 'l', on.left),
      rowsOf(flow.right, 'r', on.right),
      flow.store.query('SELECT state, code, detail, "recordKey" FROM pending_record'),
      flow.store.query(`SELECT code, detail FROM ledger_entry WHERE status IN ('held', 'failed', 'parked')`),
    ]);
    return { left, right, pending, open };
  };
  await eventually(
    'both sides agree',
    async () => {
      const { left, right, pending, open } = await seen();
      return left === right && pending.length === 0 && open.length === 0;
    },
    40,
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}: ${JSON.stringify(await seen(), null, 1)}`);
  });
}
