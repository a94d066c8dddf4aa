import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { SeededRandom } from '#lib/seeded-random.ts';
import {
  composeConflict,
  composeDelete,
  composeInsert,
  composeOwnUpdate,
  composeUpdate,
} from './compose-edits.ts';
import type { DemoEdit, OwnRow } from './demo-edit.ts';
import { type DemoRecords, readDemoRecords } from './demo-records.ts';

/** How far the traffic has come. Edits count statements that reached a row. */
export type DemoTrafficProgress = {
  edits: number;
  inserts: number;
  updates: number;
  deletes: number;
  /** Pairs of edits that met in one record. */
  conflicts: number;
  /** Statements that the database refused, for example because a row that they refer to had gone. */
  refused: number;
  /** Edits per second since the start. */
  rate: number;
  /** Seconds since the start. */
  elapsed: number;
};

export type DemoTrafficOptions = {
  leftUrl: string;
  rightUrl: string;
  /** Edits per second, both sides together. */
  rate: number;
  /** Per cent of the edits that are one half of a conflict. */
  conflicts: number;
  seconds: number;
  signal?: AbortSignal;
  /** Called about twice a second, and at the end. */
  onProgress?: (progress: DemoTrafficProgress) => void;
  seed?: number;
};

const POOL = 6;
/** So many statements at once at most: a slow database makes the traffic slower, not longer. */
const IN_FLIGHT = 4 * POOL;
/** Own rows younger than this (milliseconds) may not have reached the other side yet. */
const SETTLED = 3000;

/**
 * Realistic edits on both demo databases: mostly updates, some inserts and deletes, and now and then
 * the same record on both sides at the same moment. Deletes touch only rows that it inserted itself,
 * so that no reference breaks and the databases keep their size.
 * Returns when the time is over or the signal is given; throws when a database cannot be reached.
 */
export async function runDemoTraffic(options: DemoTrafficOptions): Promise<DemoTrafficProgress> {
  const pool = (connectionString: string) => {
    const made = new pg.Pool({ connectionString, max: POOL, connectionTimeoutMillis: 10_000 });
    // An idle connection that breaks is not an error of its own: the next statement will say so.
    made.on('error', () => undefined);
    return made;
  };
  const left = pool(options.leftUrl);
  const right = pool(options.rightUrl);
  try {
    const records = await readDemoRecords(left, right);
    return await new Traffic(options, { left, right }, records).run();
  } finally {
    await Promise.all([left.end(), right.end()]);
  }
}

class Traffic {
  readonly #options: DemoTrafficOptions;
  readonly #pools: { left: pg.Pool; right: pg.Pool };
  readonly #records: DemoRecords;
  readonly #random: SeededRandom;
  readonly #own: OwnRow[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #counts = { inserts: 0, updates: 0, deletes: 0, conflicts: 0, refused: 0 };
  /** Of all choices made, so many are conflicts: a conflict makes two edits. */
  readonly #conflictChance: number;
  #started = 0;
  #failure: unknown = null;

  constructor(options: DemoTrafficOptions, pools: { left: pg.Pool; right: pg.Pool }, records: DemoRecords) {
    this.#options = options;
    this.#pools = pools;
    this.#records = records;
    this.#random = new SeededRandom(options.seed ?? Date.now());
    const share = Math.min(100, Math.max(0, options.conflicts)) / 100;
    this.#conflictChance = share / (2 - share);
  }

  async run(): Promise<DemoTrafficProgress> {
    const { rate, seconds, signal, onProgress } = this.#options;
    this.#started = performance.now();
    let launched = 0;
    let reported = this.#started;
    while (!signal?.aborted && this.#failure === null) {
      const now = performance.now();
      const elapsed = (now - this.#started) / 1000;
      if (elapsed >= seconds) break;
      while (launched < elapsed * rate && this.#running.size < IN_FLIGHT) launched += this.#launch();
      // Time that a slow database cost is not made up for in a burst.
      if (this.#running.size >= IN_FLIGHT) launched = Math.max(launched, elapsed * rate - 1);
      if (now - reported >= 500) {
        reported = now;
        onProgress?.(this.#progress());
      }
      await sleep(10);
    }
    await Promise.all(this.#running);
    if (this.#failure !== null) throw this.#failure;
    const last = this.#progress();
    onProgress?.(last);
    return last;
  }

  /** Starts one edit or one conflict; returns how many edits that was. */
  #launch(): number {
    const work = this.#choose();
    if (!work) return 1;
    const promise = work.run().catch((error: unknown) => {
      this.#failure ??= error;
    });
    this.#running.add(promise);
    void promise.finally(() => this.#running.delete(promise));
    return work.edits;
  }

  #choose(): { edits: number; run: () => Promise<void> } | null {
    const random = this.#random;
    if (random.chance(this.#conflictChance)) {
      return { edits: 2, run: () => this.#conflict() };
    }
    const settled = this.#own.length > 0 && (this.#own[0]?.insertedAt ?? 0) + SETTLED < performance.now();
    const kind = random.weighted([
      ['update', 88],
      ['insert', this.#own.length > 300 ? 2 : 7],
      ['delete', settled ? 5 : 0],
    ] as const);
    if (kind === 'insert') return { edits: 1, run: () => this.#insert() };
    if (kind === 'delete') return { edits: 1, run: () => this.#delete() };
    const edit = composeUpdate(random, this.#records);
    return edit && { edits: 1, run: async () => void (await this.#execute(edit)) };
  }

  async #insert(): Promise<void> {
    const made = composeInsert(this.#random, this.#records);
    if (!made) return;
    const result = await this.#execute(made.edit);
    const id = result?.rows[0]?.id;
    if (id) this.#own.push({ table: made.table, id, insertedAt: performance.now() });
  }

  async #delete(): Promise<void> {
    const row = this.#own.shift();
    if (!row) return;
    const result = await this.#execute(composeDelete(row, this.#random.chance(0.5) ? 'left' : 'right'));
    if (result?.rowCount === 0) this.#own.push({ ...row, insertedAt: performance.now() });
  }

  async #conflict(): Promise<void> {
    const pair = this.#deleteAgainstUpdate() ?? composeConflict(this.#random, this.#records);
    if (!pair) return;
    const results = await Promise.all(pair.map((edit) => this.#execute(edit)));
    if (results.every((result) => result?.rowCount)) this.#counts.conflicts++;
  }

  /** One conflict in twelve, once there is a row of our own that both sides should know. */
  #deleteAgainstUpdate(): [DemoEdit, DemoEdit] | null {
    const oldest = this.#own[0];
    if (!oldest || oldest.insertedAt + SETTLED > performance.now() || !this.#random.chance(1 / 12))
      return null;
    this.#own.shift();
    const [deleted, updated] = this.#random.chance(0.5)
      ? (['left', 'right'] as const)
      : (['right', 'left'] as const);
    return [composeDelete(oldest, deleted), composeOwnUpdate(this.#random, oldest, updated)];
  }

  /** Null when the database refused the statement, which the traffic survives; throws for anything else. */
  async #execute(edit: DemoEdit): Promise<pg.QueryResult<{ id: string }> | null> {
    try {
      const result = await this.#pools[edit.side].query<{ id: string }>(edit.sql, edit.values);
      if (result.rowCount) this.#counts[`${edit.kind}s`] += result.rowCount;
      return result;
    } catch (error) {
      // Class 23: a constraint; class 40: a deadlock with somebody else.
      if (error instanceof pg.DatabaseError && /^(23|40)/.test(error.code ?? '')) {
        this.#counts.refused++;
        return null;
      }
      throw error;
    }
  }

  #progress(): DemoTrafficProgress {
    const elapsed = (performance.now() - this.#started) / 1000;
    const { inserts, updates, deletes } = this.#counts;
    const edits = inserts + updates + deletes;
    return { ...this.#counts, edits, rate: elapsed > 0 ? edits / elapsed : 0, elapsed };
  }
}
