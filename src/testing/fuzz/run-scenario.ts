import { setTimeout as sleep } from 'node:timers/promises';
import type { Side } from '#core/change/change-event.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import { type FlowDatabases, flowOnDatabases, type TestServers } from '../engine/flow-on-databases.ts';
import { type FaultPlan, type FaultPoint, isConnectionFault } from '../faults/fault-points.ts';
import { connectionOf, spawnEngine } from '../faults/spawn-engine.ts';
import { startTcpProxy, type TcpProxy } from '../faults/tcp-proxy.ts';
import { type Beginning, findProblems, readBeginning } from './find-problems.ts';
import { laneSketch } from './lane-sketch.ts';
import type { FuzzStep, Scenario } from './scenario.ts';

export type FuzzFlow = Awaited<ReturnType<typeof flowOnDatabases>>;

/** What came of a scenario. */
export type FuzzOutcome = {
  /** What does not hold, in words; nothing where all is well. */
  problems: string[];
  /** Transactions that were committed, and engines that were started. */
  committed: number;
  engines: number;
  /** COMMITs that were carried out and whose answer never came. */
  lostAnswers: number;
  /** Records that wait at the end, by state and code. */
  waiting: Record<string, number>;
};

export type ScenarioOptions = {
  /** Servers to make databases on, where they are not the tests' own. */
  servers?: TestServers;
  /** Databases to use instead of new ones; they stay. */
  databases?: FlowDatabases;
  /** The first engine is a process of its own, which kills itself when it comes to this seam for the nth time. */
  kill?: { point: FaultPoint; times: number };
  /** Code that changes nothing stands on both sides of every lane. */
  coded?: boolean;
  /** Quiet must come within so many milliseconds. */
  patience?: number;
  /** Ends a side's server with SIGKILL, and starts it again. */
  crash?: (side: Side) => Promise<void>;
};

const PATIENCE = 60_000;

/** Runs a scenario from its beginning until all is quiet, and says what does not hold then. */
export async function runScenario(scenario: Scenario, options: ScenarioOptions = {}): Promise<FuzzOutcome> {
  const { pair, tables, initial } = scenario;
  const proxied = scenario.steps.some((step) => step.actor === 'network');
  const proxies = new Map<Side, TcpProxy>();
  const faults = drawFaults(scenario);
  const sql = (side: Side) =>
    `${pair[side].dialect.schema(tables, side)} ${pair[side].dialect.initial(initial[side], tables, side)}`;
  const flow = await flowOnDatabases(`fuzz_${scenario.seed}`, {
    systems: pair,
    servers: options.servers,
    databases: options.databases,
    leftSql: sql('left'),
    rightSql: sql('right'),
    lanes: ({ left, right }) => {
      const urls = { left: left.url, right: right.url };
      return tables.map((table) =>
        laneSketch(table, (side, name) => pair[side].stream(urls[side], name), options.coded),
      );
    },
    faults: faults.breaks,
    reach: (side, url) => proxies.get(side)?.through(url) ?? url,
  });
  try {
    for (const side of proxied ? (['left', 'right'] as const) : []) {
      // A file has no network in front of it.
      if (pair[side].startServer) proxies.set(side, await startTcpProxy(flow[side].url));
    }
    return await new ScenarioRun({ scenario, flow, proxies, faults, options }).run();
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

type RunParts = {
  scenario: Scenario;
  flow: FuzzFlow;
  proxies: Map<Side, TcpProxy>;
  faults: Faults;
  options: ScenarioOptions;
};

class ScenarioRun {
  readonly #scenario: Scenario;
  readonly #flow: FuzzFlow;
  readonly #proxies: Map<Side, TcpProxy>;
  readonly #faults: Faults;
  readonly #options: ScenarioOptions;
  readonly #patience: number;
  #wanted: 'run' | 'rest' | 'over' = 'run';
  #failure: unknown = null;
  #committed = 0;
  #engines = 0;

  constructor({ scenario, flow, proxies, faults, options }: RunParts) {
    this.#scenario = scenario;
    this.#flow = flow;
    this.#proxies = proxies;
    this.#faults = faults;
    this.#options = options;
    this.#patience = options.patience ?? PATIENCE;
  }

  async run(): Promise<FuzzOutcome> {
    const beginning = await readBeginning(this.#flow, this.#scenario);
    const supervisor = this.#supervise();
    try {
      await this.#begin();
      this.#faults.armed = true;
      await this.#takeSteps();
      this.#faults.armed = false;
      for (const proxy of this.#proxies.values()) proxy.delay(0);
      this.#wanted = 'run';
      const problems = await this.#untilQuiet(beginning);
      if (problems.length === 0) problems.push(...(await this.#tryAgain(beginning)));
      if (problems.length === 0 && this.#scenario.restartAtEnd) {
        problems.push(...(await this.#startOnceMore(beginning)));
      }
      return {
        problems,
        committed: this.#committed,
        engines: this.#engines,
        lostAnswers: [...this.#proxies.values()].reduce((sum, proxy) => sum + proxy.lostAnswers, 0),
        waiting: await this.#waiting(),
      };
    } finally {
      this.#wanted = 'over';
      await supervisor;
    }
  }

  /** Starts engine after engine, as a runner does, while one is wanted. */
  async #supervise(): Promise<void> {
    if (this.#options.kill) await this.#runUntilKilled(this.#options.kill);
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

  /** An engine that is to die: it must come to where it kills itself. */
  async #runUntilKilled(kill: { point: FaultPoint; times: number }): Promise<void> {
    this.#engines += 1;
    const { child, ended } = spawnEngine({
      store: this.#flow.store.url,
      left: connectionOf(this.#scenario.pair.left, this.#flow.left.url),
      right: connectionOf(this.#scenario.pair.right, this.#flow.right.url),
      flow: this.#flow.flowId,
      epoch: await this.#flow.takeLease(),
      kill,
    });
    const late = setTimeout(() => child.kill('SIGTERM'), this.#patience);
    const { signal, code, said } = await ended;
    clearTimeout(late);
    if (signal !== 'SIGKILL') {
      this.#failure = new Error(`the engine did not die at "${kill.point}": ${signal ?? code} ${said}`);
    }
  }

  /** Waits until what is written from now on is in the logs, or until the first sync is through. */
  async #begin(): Promise<void> {
    const until = Date.now() + this.#patience;
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
    const feeds = (['left', 'right'] as const).filter((side) => {
      const away = side === 'left' ? 'backward' : 'forward';
      return tables.some((table) => table.direction !== away);
    });
    const [prepared] = await this.#flow.store.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM feed_state WHERE "flowId" = $1',
      [this.#flow.flowId],
    );
    return Number(prepared?.n) >= feeds.length;
  }

  async #takeSteps(): Promise<void> {
    const actors = new Map<string, FuzzStep[]>();
    for (const step of this.#scenario.steps) {
      // Engine, network and servers are one actor: what happens to them keeps its order.
      const actor = 'sql' in step ? step.actor : 'engine';
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
    const writer = this.#scenario.pair[side].writer(this.#flow[side].url);
    try {
      for (const step of steps) {
        if (!('sql' in step)) continue;
        if (step.wait > 0) await sleep(step.wait);
        if ((await writer.run(step.sql)) === 'committed') this.#committed += 1;
      }
    } finally {
      await writer.close();
    }
  }

  async #disturb(step: FuzzStep): Promise<void> {
    if (step.actor === 'engine') this.#wanted = step.does === 'stop' ? 'rest' : 'run';
    if (step.actor === 'server') await this.#options.crash?.(step.side);
    if (step.actor !== 'network') return;
    const proxy = this.#proxies.get(step.side);
    if (step.does === 'cut') proxy?.cut();
    else if (step.does === 'slow') proxy?.delay(15);
    else if (step.does === 'quick') proxy?.delay(0);
    else if (step.does === 'freeze') proxy?.freeze(true);
    else if (step.does === 'thaw') proxy?.freeze(false);
    else proxy?.loseNextCommitAnswer();
  }

  async #untilQuiet(beginning: Beginning): Promise<string[]> {
    const until = Date.now() + this.#patience;
    for (;;) {
      if (this.#failure) return [`the engine failed: ${describeError(this.#failure)}`];
      const problems = await findProblems(this.#flow, this.#scenario, beginning);
      if (problems.length === 0 || Date.now() > until) return problems;
      await sleep(30);
    }
  }

  /** What is parked is tried again at once: what stands in its way may have gone. */
  async #tryAgain(beginning: Beginning): Promise<string[]> {
    const { store } = this.#flow;
    const parked = await store.query(`SELECT 1 FROM pending_record WHERE state = 'parked'`);
    if (parked.length === 0) return [];
    for (let round = 0; round < 2; round += 1) {
      // Locked in the order in which the engine writes them.
      await store.query(
        `UPDATE pending_record SET "retryAt" = now() WHERE id IN (SELECT id FROM pending_record
         WHERE state = 'parked' ORDER BY "laneId", "recordKey" COLLATE "C" FOR UPDATE)`,
      );
      await this.#flow.engine.refreshPending();
      const until = Date.now() + this.#patience;
      const asked = () => store.query(`SELECT 1 FROM pending_record WHERE "retryAt" IS NOT NULL`);
      while ((await asked()).length > 0) {
        if (Date.now() > until) return ['a parked record was not tried again when somebody asked for it'];
        await sleep(20);
      }
    }
    return this.#untilQuiet(beginning);
  }

  /** A new engine finds nothing to do. */
  async #startOnceMore(beginning: Beginning): Promise<string[]> {
    const lines = async () =>
      (await this.#flow.store.query(`SELECT count(*)::int AS n FROM ledger_entry`))[0]?.n;
    const before = await lines();
    this.#wanted = 'rest';
    while (this.#flow.running) await sleep(3);
    this.#wanted = 'run';
    await this.#begin();
    const problems = await this.#untilQuiet(beginning);
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
