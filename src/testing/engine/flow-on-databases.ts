import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SyncError } from '#core/errors/sync-error.ts';
import { compile } from '#core/flow/compile.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { LaneStatus } from '#core/ledger/lane-status.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { ensurePartitions } from '#db/ledger/ensure-partitions.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { loadTotals } from '#db/runner/load-flow.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { adaptPlan } from '#engine/drift/adapt-plan.ts';
import { FlowEngine } from '#engine/flow-engine.ts';
import { type FaultPlan, faultySession, faultyStore, isConnectionFault } from '../faults/fault-points.ts';
import { postgresSystem } from '../systems/postgres-system.ts';
import type { TestSystem } from '../systems/test-system.ts';
import type { TestDatabase } from '../test-database.ts';
import { testSecret } from '../test-secret.ts';
import { testStore } from '../test-store.ts';
import { testCode } from './test-code.ts';

/** A graph's inner nodes; endpoints `left` and `right` are added around them. */
export type FlowSketch = {
  left: string;
  right: string;
  /** The databases that the two streams are in, where it is not one each. */
  on?: { left: 'left' | 'right'; right: 'left' | 'right' };
  mapping: object;
  conflict?: object;
  /** Filters before and behind the mapping. */
  filters?: { left?: object; right?: object };
  /** The branch of a router by which the lane leaves its left stream; lanes of one router share both. */
  route?: { router: { branches: object[]; leave?: string }; branch: string };
  /** Code nodes before and behind the mapping, from the endpoint to the mapping; and those that decide conflicts, by id. */
  code?: { left?: object[]; right?: object[]; merges?: Record<string, object> };
};

export type FlowOnDatabasesOptions = {
  leftSql: string;
  rightSql: string;
  lanes: FlowSketch[] | ((databases: FlowDatabases) => FlowSketch[]);
  /** What kinds of systems the two sides are; both PostgreSQL by default. */
  systems?: { left: TestSystem; right: TestSystem };
  /** What a deploy adds to lanes that are compiled; nothing by default. */
  annotate?: (lanes: Lane[]) => Lane[];
  /** Where connections break; nowhere by default. */
  faults?: FaultPlan;
  /** Databases that several flows share; the one who made them closes them. The SQL runs on them all the same. */
  databases?: FlowDatabases;
  /** Servers to make databases on, where they are not the tests' own. */
  servers?: TestServers;
  /** Where the engine finds a database, given its own URL: through a proxy, say. */
  reach?: (side: 'left' | 'right', url: string) => string;
};

/** Administrators' URLs of servers by kind of system; that of PostgreSQL has the store's template on it. */
export type TestServers = Record<string, string>;

export type FlowDatabases = { left: TestDatabase; right: TestDatabase; store: TestDatabase };

type Running = {
  engine: FlowEngine;
  ended: Promise<unknown>;
  sessions: ConnectorSession[];
  outcome: unknown;
};

const postgresOnly = { left: postgresSystem, right: postgresSystem };

/** A flow between two real databases, with a real store, and an engine that can be started and stopped. */
export async function flowOnDatabases(label: string, options: FlowOnDatabasesOptions) {
  const systems = options.systems ?? postgresOnly;
  const databases = options.databases ?? (await makeDatabases(label, systems, options.servers));
  const { left, right, store } = databases;
  await left.query(options.leftSql);
  await right.query(options.rightSql);
  const pool = storePool(store.url, 'test store');
  await ensurePartitions(pool);
  const flowId = `f${randomUUID().slice(0, 8)}`;
  const reach = options.reach ?? ((_side, url) => url);
  const openSession = (name: 'left' | 'right') => {
    const url = reach(name, name === 'left' ? left.url : right.url);
    const { connector, config } = systems[name];
    return connector.open(connector.manifest.config.parse(config(url)));
  };
  const annotate = options.annotate ?? ((made: Lane[]) => made);
  const sketched = typeof options.lanes === 'function' ? options.lanes(databases) : options.lanes;
  let lanes = annotate(await compileSketches(sketched, openSession));
  let version = 1;
  await deploy(pool, flowId, lanes);

  const code = testCode(flowId);
  let running: Running | null = null;
  let forgiven = false;
  let epoch = 1;
  const takeLease = async () => {
    epoch += 1;
    await pool.query('UPDATE deployment SET epoch = $1 WHERE "flowId" = $2', [epoch, flowId]);
    return epoch;
  };
  const stop = async () => {
    const last = running;
    running = null;
    await last?.engine.stop();
    const outcome = await last?.ended;
    await Promise.all(last?.sessions.map((session) => session.close()) ?? []);
    return outcome;
  };
  return {
    flowId,
    logger: silent,
    left,
    right,
    store,
    pool,
    get lanes() {
      return lanes;
    },
    /** Makes another version of it; the engine that runs ends, and the next one runs that. */
    async redeploy(sketches: FlowSketch[]): Promise<void> {
      lanes = annotate(await compileSketches(sketches, openSession));
      version += 1;
      await deployVersion(pool, flowId, version, lanes);
      await running?.engine.stop();
    },
    laneId: (index = 0) => `${flowId}:${lanes[index]?.id}`,
    /** The engine that runs now; null between two of them. */
    get current(): FlowEngine | null {
      return running?.engine ?? null;
    },
    get engine(): FlowEngine {
      if (!running) throw new Error('the engine does not run');
      return running.engine;
    },
    /** A new epoch: it shuts every engine before it out. */
    takeLease,
    /** Of the engine that runs; nothing while none does. */
    status: (): LaneStatus[] => running?.engine.status() ?? [],
    get running(): boolean {
      return running !== null;
    },
    /** Starts an engine under a new lease, and waits until its first sync is through. */
    async start({ untilLive = true, wantedAt = 0 } = {}): Promise<void> {
      await takeLease();
      const faults = options.faults ?? (() => false);
      const sessions = {
        left: faultySession(openSession('left'), 'left', faults),
        right: faultySession(openSession('right'), 'right', faults),
      };
      const byName = new Map<string, ConnectorSession>(Object.entries(sessions));
      const deployed = { flowId, version, lanes, connectionIds: { left: 'cl', right: 'cr' } };
      const plan = await adaptPlan(deployed, byName).catch(async (error: unknown) => {
        for (const session of byName.values()) await session.close();
        throw error;
      });
      const engine = new FlowEngine({
        plan,
        lease: { flowId, epoch },
        sessions: byName,
        store: faultyStore(new PgLaneStore(pool, 'w', testSecret), faults),
        code: code.open,
        logger: silent,
        wantedAt,
        totals: await loadTotals(pool, flowId),
      });
      const ended = engine.run().then(
        () => null,
        (error: unknown) => error,
      );
      const started: Running = { engine, ended, sessions: Object.values(sessions), outcome: null };
      void ended.then((outcome) => {
        started.outcome = outcome;
      });
      running = started;
      if (!untilLive) return;
      await eventually(
        'the first sync ends',
        async () => {
          const failed = await Promise.race([ended, sleep(0, 'runs')]);
          if (failed !== 'runs') throw failed ?? new Error('the engine stopped');
          return engine.status().every((lane) => lane.phase === 'live');
        },
        150,
      );
    },
    stop,
    /** What the engine ended with: an error, or null while it runs. */
    ended: (): unknown => running?.outcome ?? null,
    /** The failure was expected: closing does not report it again. */
    forgetFailure(): void {
      forgiven = true;
    },
    /** Starts engine after engine, as a supervisor does, until `over` says so. Faults are expected. */
    async keepRunning(over: () => boolean): Promise<number> {
      let restarts = 0;
      while (!over()) {
        await this.start({ untilLive: false });
        const failed = await Promise.race([running?.ended, until(over)]);
        await stop();
        if (failed instanceof SyncError && isConnectionFault(failed)) restarts += 1;
        else if (failed instanceof Error) throw failed;
      }
      return restarts;
    },
    /** Ledger lines, oldest first. */
    async ledger(): Promise<LedgerLine[]> {
      return store.query<LedgerLine>(
        `SELECT side, op, status, code, detail, record_key, cause, conflict, before, after
         FROM ledger_entry WHERE flow_id = $1 ORDER BY seq`,
        [flowId],
      );
    },
    async close(): Promise<void> {
      const outcome = await stop();
      await code.close();
      await pool.end();
      if (!options.databases) await Promise.all([left.close(), right.close(), store.close()]);
      if (outcome && !forgiven) throw outcome;
    },
  };
}

export type LedgerLine = {
  side: string;
  op: string;
  status: string;
  code: string | null;
  detail: string;
  record_key: string;
  cause: string;
  conflict: { fields: { left: string; winner: string; why: string }[] } | null;
  before: Record<string, string | null> | null;
  after: Record<string, string | null> | null;
};

/** Waits until `holds` gives true; fails with `what` after `seconds`. */
export async function eventually(
  what: string,
  holds: () => Promise<boolean> | boolean,
  seconds = 60,
): Promise<void> {
  const until = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(20);
  }
}

async function until(over: () => boolean): Promise<void> {
  while (!over()) await sleep(20);
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

async function makeDatabases(
  label: string,
  systems: { left: TestSystem; right: TestSystem },
  servers: TestServers = {},
): Promise<FlowDatabases> {
  const [left, right, store] = await Promise.all([
    systems.left.database(`${label}_left`, servers[systems.left.id]),
    systems.right.database(`${label}_right`, servers[systems.right.id]),
    testStore(`${label}_store`, servers[postgresSystem.id]),
  ]);
  return { left, right, store };
}

async function compileSketches(
  sketches: FlowSketch[],
  openSession: (name: 'left' | 'right') => ConnectorSession,
): Promise<Lane[]> {
  const schemas = new Map<string, StreamSchema[]>();
  for (const name of ['left', 'right'] as const) {
    const session = openSession(name);
    schemas.set(name, await session.introspect());
    await session.close();
  }
  const nodes: unknown[] = [];
  const edges: unknown[] = [];
  for (const [index, sketch] of sketches.entries()) {
    const first = sketch.route
      ? sketches.findIndex(({ route }) => route?.router === sketch.route?.router)
      : index;
    const chain = [
      { id: `l${first}`, kind: 'endpoint', connection: sketch.on?.left ?? 'left', stream: sketch.left },
      ...(sketch.route ? [{ id: `router${first}`, kind: 'router', ...sketch.route.router }] : []),
      ...filterNodes(`fl${index}`, sketch.filters?.left),
      ...codeNodes(`kl${index}`, sketch.code?.left),
      { id: `m${index}`, kind: 'mapping', ...sketch.mapping },
      ...codeNodes(`kr${index}`, sketch.code?.right?.toReversed()),
      ...filterNodes(`fr${index}`, sketch.filters?.right),
      { id: `c${index}`, kind: 'conflict', ...sketch.conflict },
      { id: `r${index}`, kind: 'endpoint', connection: sketch.on?.right ?? 'right', stream: sketch.right },
    ];
    const shared = first === index ? 0 : 2;
    nodes.push(...chain.slice(shared));
    for (const [id, node] of Object.entries(sketch.code?.merges ?? {})) {
      nodes.push({ id, kind: 'code', form: 'merge', ...node });
    }
    for (const [place, node] of chain.slice(1).entries()) {
      if (place + 1 < shared) continue;
      const source = chain[place];
      const branch = source?.kind === 'router' ? { branch: sketch.route?.branch } : {};
      edges.push({ id: `e${index}_${place}`, source: source?.id, target: node.id, ...branch });
    }
  }
  const graph = FlowGraph.parse({ formatVersion: 1, name: 'Test', nodes, edges });
  const { lanes, problems } = compile(
    graph,
    (connection, stream) => schemas.get(connection)?.find((schema) => schema.name === stream) ?? 'missing',
  );
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 2));
  return lanes;
}

function codeNodes(id: string, nodes: object[] = []) {
  return nodes.map((node, at) => ({ id: `${id}_${at}`, kind: 'code', ...node }));
}

function filterNodes(id: string, filter: object | undefined) {
  return filter ? [{ id, kind: 'filter', ...filter }] : [];
}

async function deploy(pool: ReturnType<typeof storePool>, flowId: string, lanes: Lane[]): Promise<void> {
  await pool.query(
    `INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now()) ON CONFLICT DO NOTHING`,
  );
  await pool.query(
    `INSERT INTO flow (id, "workspaceId", name, draft, "draftBy", "draftDigest") VALUES ($1, 'w', $1, '{}', 't', '')`,
    [flowId],
  );
  await deployVersion(pool, flowId, 1, lanes);
}

/** Versions before it stay, as they do. */
async function deployVersion(
  pool: ReturnType<typeof storePool>,
  flowId: string,
  version: number,
  lanes: Lane[],
): Promise<void> {
  const id = `${flowId}-${version}`;
  await pool.query(
    `INSERT INTO flow_version (id, "flowId", number, graph, digest, lanes, message, "createdBy")
     VALUES ($1, $2, $3, '{}', '', $4, '', 't')`,
    [id, flowId, version, JSON.stringify(lanes)],
  );
  await pool.query(
    `INSERT INTO deployment ("flowId", "versionId", desired, "desiredBy", epoch) VALUES ($1, $2, 'running', 't', 1)
     ON CONFLICT ("flowId") DO UPDATE SET "versionId" = $2`,
    [flowId, id],
  );
}
