import { benchGraph } from './bench-graph.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchServers } from './bench-servers.ts';
import type { BenchTable } from './contenders.ts';
import { startRunner } from './start-runner.ts';

/** A way to get a table's rows into an empty one, ready to begin. */
export type Copying = {
  /** Of Syncline's runner; null for what runs inside the servers. */
  pid: number | null;
  /** Begins. `done` resolves when the copier itself says that it is through, and rejects when it fails. */
  begin(): Promise<{ done: Promise<void> }>;
  stop(): Promise<void>;
};
export type Copy = (servers: BenchServers) => Promise<Copying>;

/** Syncline's first sync, by a runner that is up when it begins. */
export function copyOurselves(
  name: string,
  direction: 'both' | 'forward',
  { name: table, columns }: BenchTable,
  options: BenchOptions,
): Copy {
  return async (servers) => {
    const runner = await startRunner(servers, name, options);
    const graph = benchGraph({ table, columns, direction });
    return { ...runner, begin: async () => ({ done: runner.deploy([{ id: 'bench', graph }]) }) };
  };
}

/**
 * Native replication's initial copy. It gives one worker to a table, so that more of them means as many
 * subscriptions, each to a part of the rows by its key.
 *
 * @param rows of the table, whose ids run from 1.
 */
export function copyNatively(workers: number, { name: table }: BenchTable, rows: number): Copy {
  return async ({ left, right }) => ({
    pid: null,
    async begin() {
      for (let n = 0; n < workers; n += 1) {
        const [first, last] = [(rows * n) / workers, (rows * (n + 1)) / workers].map(Math.round);
        const part = workers === 1 ? '' : `WHERE (id > ${first} AND id <= ${last})`;
        await left.pool.query(`CREATE PUBLICATION part_${n} FOR TABLE ${table} ${part}`);
      }
      for (let n = 0; n < workers; n += 1) {
        await right.pool.query(
          `CREATE SUBSCRIPTION part_${n} CONNECTION '${left.url}' PUBLICATION part_${n} WITH (origin = none)`,
        );
      }
      return { done: Promise.resolve() };
    },
    async stop() {
      for (let n = 0; n < workers; n += 1) await right.pool.query(`DROP SUBSCRIPTION part_${n}`);
    },
  });
}
