import { benchGraph } from './bench-graph.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchServers } from './bench-servers.ts';
import { endNativeReplication, replicateNatively } from './native-replication.ts';
import { startRunner } from './start-runner.ts';

/** A table of a benchmark, with all its columns. */
export type BenchTable = { name: string; columns: string[] };

/** What carries a table's changes from left to right while it runs. */
export type Contender = {
  name: string;
  /** REPLICA IDENTITY of the tables on both sides. */
  identity: 'DEFAULT' | 'FULL';
  /** Both sides hold the same rows. Resolves when changes flow. */
  start(servers: BenchServers, table: BenchTable): Promise<Running>;
};

export type Running = {
  /** Of Syncline's runner; null for what runs inside the servers. */
  pid: number | null;
  stop(): Promise<void>;
};

/** Syncline with one lane, in a runner process of its own, with its full ledger. `code` is that of a transform in the lane. */
export function syncline(
  name: string,
  direction: 'both' | 'forward',
  identity: Contender['identity'],
  options: BenchOptions,
  code?: string,
): Contender {
  return {
    name,
    identity,
    async start(servers, { name: table, columns }) {
      const runner = await startRunner(servers, name, options);
      try {
        await runner.deploy([{ id: 'bench', graph: benchGraph({ table, columns, direction, code }) }]);
      } catch (error) {
        await runner.stop();
        throw error;
      }
      return runner;
    },
  };
}

/** PostgreSQL's native logical replication, one way or both. */
export function native(
  name: string,
  identity: Contender['identity'],
  direction: 'both' | 'forward' = 'forward',
): Contender {
  return {
    name,
    identity,
    async start({ left, right }, { name: table }) {
      const ways = [{ name: 'forward', from: left, to: right }];
      if (direction === 'both') ways.push({ name: 'backward', from: right, to: left });
      for (const way of ways)
        await replicateNatively(way.from, way.to, { name: way.name, table, copy: false });
      return {
        pid: null,
        stop: async () => {
          for (const way of ways) await endNativeReplication(way.to, way.name);
        },
      };
    },
  };
}
