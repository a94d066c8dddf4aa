import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Side } from '#core/change/change-event.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import { flowOnDatabases } from '../engine/flow-on-databases.ts';
import { type FaultPlan, isConnectionFault } from '../faults/fault-points.ts';
import { startTcpProxy, type TcpProxy } from '../faults/tcp-proxy.ts';
import { findProblems, xminsOfBystanders } from './find-problems.ts';
import type { FuzzStep, Scenario } from './scenario.ts';
import { initialSql, laneSketch, schemaSql, writerName } from './scenario-sql.ts';

export type FuzzFlow = Awaited<ReturnType<typeof flowOnDatabases>>;

/** What came of a scenario. */
export type FuzzOutcome = {
  /** What does not hold, in words; nothing where all is well. */
  problems: string[];
  /** Transactions that were committed, and engines that were started. */
  committed: number;
  engines: number;
  /** Records that wait at the end, by state and code. */
  waiting: Record<string, number>;
};

/** Quiet must come within this, milliseconds. */
const QUIET = 25_000;

/** Runs a scenario on databases of its own. @param server the superuser's URL of a server with the store's template. */
export async function runScenario(scenario: Scenario, server?: string): Promise<FuzzOutcome> {
  const proxied = scenario.steps.some((step) => step.actor === 'network');
  const proxies = new Map<Side, TcpProxy>();
  const faults = drawFaults(scenario);
  const flow = await flowOnDatabases(`fuzz_${scenario.seed}`, {
    server,
    leftSql: `${schemaSql(scenario.tables, 'left')} ${initialSql(scenario.initial.left)}`,
    rightSql: `${schemaSql(scenario.tables, 'right')} ${initialSql(scenario.initial.right)}`,
    lanes: scenario.tables.map(laneSketch),
    faults: faults.breaks,
    reach: (side, url) => proxies.get(side)?.through(url) ?? url,
  });
  try {
    if (proxied) {
      proxies.set('left', await startTcpProxy(flow.left.url));
      proxies.set('right', await startTcpProxy(flow.right.url));
    }
    return await new ScenarioRun(scenario, flow, proxies, faults).run();
  } finally {
    await flow.close();
    for (const proxy of proxies.values()) await proxy.close();
  }
}

type Faults = { armed: boolean; breaks: FaultPlan };

function drawFaults({ seed, faultEvery }: Scenario): Faults {
  const random = new SeededRandom(seed * 7919);
  const faults: Faults = {
    armed: false,
    breaks: () => faults.armed && faultEvery !== null && random.chance(1 / faultEvery),
  };
  return faults;
}

class ScenarioRun {
  readonly #scenario: Scenario;
  readonly #flow: FuzzFlow;
  readonly #proxies: Map<Side, TcpProxy>;
  readonly #faults: Faults;
  #wanted: 'run' | 'rest' | 'over' = 'run';
  #failure: unknown = null;
  #committed = 0;
  #engines = 0;

  constructor(scenario: Scenario, flow: FuzzFlow, proxies: Map<Side, TcpProxy>, faults: Faults) {
    this.#scenario = scenario;
    this.#flow = flow;
    this.#proxies = proxies;
    this.#faults = faults;
  }

  async run(): Promise<FuzzOutcome> {
    const bystanders = await xminsOfBystanders(this.#flow, this.#scenario);
    const supervisor = this.#supervise();
    try {
      await this.#begin();
      this.#faults.armed = true;
      await this.#takeSteps();
      this.#faults.armed = false;
      for (const proxy of this.#proxies.values()) proxy.delay(0);
      this.#wanted = 'run';
      const problems = await this.#untilQuiet(bystanders);
      if (problems.length === 0) problems.push(...(await this.#tryAgain(bystanders)));
      if (problems.length === 0 && this.#scenario.restartAtEnd) {
        problems.push(...(await this.#startOnceMore(bystanders)));
      }
      return {
        problems,
        committed: this.#committed,
        engines: this.#engines,
        waiting: await this.#waiting(),
      };
    } finally {
      this.#wanted = 'over';
      await supervisor;
    }
  }

  /** Starts engine after engine, as a runner does, while one is wanted. */
  async #supervise(): Promise<void> {
    while (this.#wanted !== 'over' && !this.#failure) {
      if (this.#wanted === 'rest') {
        await sleep(3);
        continue;
      }
      try {
        this.#engines += 1;
        await this.#flow.start({ untilLive: false });
        while (this.#wanted === 'run' && this.#flow.ended() === null) await sleep(3);
        const error = await this.#flow.stop();
        if (error && !isConnectionFault(error)) this.#failure = error;
      } catch (error) {
        await this.#flow.stop();
        if (!isConnectionFault(error)) this.#failure = error;
      }
    }
  }

  /** Waits until what is written from now on is in the logs, or until the first sync is through. */
  async #begin(): Promise<void> {
    const until = Date.now() + QUIET;
    while (!(await this.#hasBegun())) {
      if (this.#failure) return;
      if (Date.now() > until) throw new Error('the engine does not start');
      await sleep(10);
    }
  }

  async #hasBegun(): Promise<boolean> {
    if (!this.#scenario.duringFirstSync) {
      const lanes = this.#flow.status();
      return lanes.length > 0 && lanes.every((lane) => lane.phase === 'live');
    }
    const { tables } = this.#scenario;
    for (const side of ['left', 'right'] as const) {
      const away = side === 'left' ? 'backward' : 'forward';
      if (tables.every((table) => table.direction === away)) continue;
      const ready = await this.#flow[side].query(
        `SELECT 1 FROM pg_replication_slots WHERE database = current_database() AND confirmed_flush_lsn IS NOT NULL`,
      );
      if (ready.length === 0) return false;
    }
    return true;
  }

  async #takeSteps(): Promise<void> {
    const actors = new Map<string, FuzzStep[]>();
    for (const step of this.#scenario.steps) {
      // Engine and network are one actor: what happens to them keeps its order.
      const actor = step.actor === 'network' ? 'engine' : step.actor;
      actors.set(actor, [...(actors.get(actor) ?? []), step]);
    }
    const total = this.#scenario.steps.reduce((sum, step) => sum + step.wait, 0);
    const engineSteps = actors.get('engine')?.length ?? 0;
    await Promise.all(
      [...actors].map(async ([actor, steps]) => {
        if (actor !== 'engine') return this.#write(actor as Side, steps);
        for (const step of steps) {
          // Spread over the time that the writers take.
          await sleep(step.wait + total / 2 / (engineSteps + 1));
          await this.#disturb(step);
        }
      }),
    );
  }

  async #write(side: Side, steps: FuzzStep[]): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#flow[side].url,
      application_name: writerName,
      options: '-c lock_timeout=4s',
    });
    await client.connect();
    try {
      for (const step of steps) {
        if (!('sql' in step)) continue;
        if (step.wait > 0) await sleep(step.wait);
        await client.query(step.sql).then(
          () => {
            this.#committed += 1;
          },
          async (error: pg.DatabaseError) => {
            await client.query('ROLLBACK');
            // Its own constraints, a value that is too long, a deadlock: the transaction has not been.
            if (!/^(23|22|40|55P03)/.test(error.code ?? '')) throw new Error(`${step.sql}: ${error.message}`);
          },
        );
      }
    } finally {
      await client.end();
    }
  }

  async #disturb(step: FuzzStep): Promise<void> {
    if (step.actor === 'engine') this.#wanted = step.does === 'stop' ? 'rest' : 'run';
    if (step.actor !== 'network') return;
    const proxy = this.#proxies.get(step.side);
    if (step.does === 'cut') proxy?.cut();
    else if (step.does === 'slow') proxy?.delay(15);
    else if (step.does === 'quick') proxy?.delay(0);
    else proxy?.loseNextCommitAnswer();
  }

  async #untilQuiet(bystanders: string): Promise<string[]> {
    const until = Date.now() + QUIET;
    for (;;) {
      if (this.#failure) return [`the engine failed: ${describeError(this.#failure)}`];
      const problems = await findProblems(this.#flow, this.#scenario, bystanders);
      if (problems.length === 0 || Date.now() > until) return problems;
      await sleep(30);
    }
  }

  /** What is parked is tried again at once: what stands in its way may have gone. */
  async #tryAgain(bystanders: string): Promise<string[]> {
    const { store } = this.#flow;
    const parked = await store.query(`SELECT 1 FROM pending_record WHERE state = 'parked'`);
    if (parked.length === 0) return [];
    for (let round = 0; round < 2; round += 1) {
      await store.query(`UPDATE pending_record SET "retryAt" = now() WHERE state = 'parked'`);
      await this.#flow.engine.refreshPending();
      const until = Date.now() + QUIET;
      const asked = () => store.query(`SELECT 1 FROM pending_record WHERE "retryAt" IS NOT NULL`);
      while ((await asked()).length > 0) {
        if (Date.now() > until) return ['a parked record was not tried again when somebody asked for it'];
        await sleep(20);
      }
    }
    return this.#untilQuiet(bystanders);
  }

  /** A new engine finds nothing to do. */
  async #startOnceMore(bystanders: string): Promise<string[]> {
    const lines = async () =>
      (await this.#flow.store.query(`SELECT count(*)::int AS n FROM ledger_entry`))[0]?.n;
    const before = await lines();
    this.#wanted = 'rest';
    while (this.#flow.running) await sleep(3);
    this.#wanted = 'run';
    await this.#begin();
    const problems = await this.#untilQuiet(bystanders);
    const after = await lines();
    if (after !== before) problems.push(`a new engine wrote ${Number(after) - Number(before)} ledger lines`);
    return problems;
  }

  async #waiting(): Promise<Record<string, number>> {
    const rows = await this.#flow.store.query<{ what: string; n: number }>(
      `SELECT state || ' ' || (body->>'code') AS what, count(*)::int AS n FROM pending_record GROUP BY 1`,
    );
    return Object.fromEntries(rows.map((row) => [row.what, row.n]));
  }
}

export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? `${error.code}: ` : '';
  const detail = 'detail' in error && error.detail ? ` (${error.detail})` : '';
  return `${code}${error.message}${detail}\n${error.stack ?? ''}${error.cause ? `\ncaused by ${describeError(error.cause)}` : ''}`;
}
