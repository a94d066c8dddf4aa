import { benchGraph } from './bench-graph.ts';
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
  /** Resolves when changes flow. */
  start(servers: BenchServers, table: BenchTable): Promise<Running>;
};

export type Running = {
  /** Of Syncline's runner; null for what runs inside the servers. */
  pid: number | null;
  stop(): Promise<void>;
};

/** Syncline with one lane, in a runner process of its own, with its full ledger. */
export function syncline(
  name: string,
  direction: 'both' | 'forward',
  identity: Contender['identity'],
): Contender {
  return {
    name,
    identity,
    async start({ left, right, store }, table) {
      const graph = benchGraph({ table: table.name, columns: table.columns, direction });
      const urls = { left: left.url, right: right.url };
      return startRunner(store.url, [{ id: 'bench', graph }], urls);
    },
  };
}

/** PostgreSQL's native logical replication, one way. */
export function native(name: string, identity: Contender['identity']): Contender {
  return {
    name,
    identity,
    async start({ left, right }, table) {
      await replicateNatively(left, right, { name: 'bench', table: table.name });
      return { pid: null, stop: () => endNativeReplication(right, 'bench') };
    },
  };
}
