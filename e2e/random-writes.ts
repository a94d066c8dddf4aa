import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { SeededRandom } from '../src/lib/seeded-random.ts';
import { ids, type SideName, tables } from './customer-tables.ts';

/** One statement that a writer ran, and how many rows it changed. */
export interface Step {
  side: SideName;
  writer: number;
  sql: string;
  changed: number;
  at: string;
}

/** What one side was made to do, kept as it happened. */
export class SideAccount {
  /** Rows changed, which is the number of changes that the side's log holds. */
  changes = 0;
  readonly steps: Step[] = [];
  /** Last value of the field that only this side writes, by record. */
  readonly own = new Map<number, string>();
  /** Last name that this side gave a record that nobody deletes. */
  readonly names = new Map<number, string>();
  readonly inserted = new Map<number, string>();
  readonly deleted = new Set<number>();
}

export interface WriterOptions {
  side: SideName;
  url: string;
  seed: number;
  /** Writers of one side have their own records where the last write counts. */
  writer: number;
  writers: number;
  account: SideAccount;
  /** The side stops at so many changes. */
  until: number;
  /** Waits where the writing is to go no further for now. */
  pace(): Promise<void>;
}

/** Writes at random over a connection of its own, with plain SQL, until its side has had its changes. */
export async function writeAtRandom(options: WriterOptions): Promise<void> {
  const { account, until, seed, writer, pace } = options;
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    const random = new SeededRandom(seed * 31 + writer);
    for (let turn = 0; account.changes < until; turn += 1) {
      await pace();
      await writeOnce(client, options, random, turn);
      if (random.chance(0.5)) await sleep(random.int(0, 14));
    }
  } finally {
    await client.end();
  }
}

async function writeOnce(client: pg.Client, options: WriterOptions, random: SeededRandom, turn: number) {
  const { side, writer, writers, account } = options;
  const { table, id, name, score, tier, own } = tables[side];
  const value = `${side}-${writer}-${turn}`;
  const run = (sql: string) => runStatement(client, options, sql);
  // A record of the shared ones that no other writer of this side touches; a tenth of them are written most.
  const turns = Math.floor(ids.shared.count / writers / (random.chance(0.5) ? 10 : 1));
  const shared = ids.shared.first + writer + writers * random.int(0, turns - 1);
  const mixed = ids.mixed.first + random.int(0, ids.mixed.count - 1);
  const kind = random.next();
  if (kind < 0.3) {
    if ((await run(`UPDATE ${table} SET ${own} = '${value}' WHERE ${id} = ${shared}`)) > 0)
      account.own.set(shared, value);
  } else if (kind < 0.5) {
    if ((await run(`UPDATE ${table} SET ${name} = '${value}' WHERE ${id} = ${shared}`)) > 0)
      account.names.set(shared, value);
  } else if (kind < 0.56) {
    await run(
      `INSERT INTO ${table} (${id}, ${name}, ${score}, ${tier}) VALUES (${mixed}, '${value}', ${turn}, 'gold')
       ON CONFLICT DO NOTHING`,
    );
  } else if (kind < 0.62) {
    await run(
      `UPDATE ${table} SET ${tier} = '${random.pick(['bronze', 'silver', 'gold'])}' WHERE ${id} = ${mixed}`,
    );
  } else if (kind < 0.68) {
    await run(`DELETE FROM ${table} WHERE ${id} = ${mixed}`);
  } else if (kind < 0.8) {
    const fresh = ids.insertedOn[side] + turn * writers + writer;
    await run(
      `INSERT INTO ${table} (${id}, ${name}, ${score}, ${tier}) VALUES (${fresh}, '${value}', 1.5, 'silver')`,
    );
    account.inserted.set(fresh, value);
  } else if (kind < 0.92) {
    const doomed = ids.deletedOn[side].first + turn * writers + writer;
    await run(`DELETE FROM ${table} WHERE ${id} = ${doomed}`);
    account.deleted.add(doomed);
  } else {
    const from = ids.bulk.first + random.int(0, ids.bulk.count - 11);
    await run(
      `UPDATE ${table} SET ${score} = ${score} + 1 WHERE ${id} BETWEEN ${from} AND ${from + random.int(0, 9)}`,
    );
  }
}

/** Runs one statement in a transaction of its own; one that fell victim to a deadlock has changed nothing. */
async function runStatement(client: pg.Client, options: WriterOptions, sql: string): Promise<number> {
  const { side, writer, account } = options;
  for (;;) {
    try {
      const changed = (await client.query(sql)).rowCount ?? 0;
      account.changes += changed;
      account.steps.push({ side, writer, sql, changed, at: new Date().toISOString() });
      return changed;
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error;
    }
  }
}
