import type { Change, Side } from '#core/change/change-event.ts';
import { compile } from '#core/flow/compile.ts';
import { type ConflictNode, FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { RoutedEvent } from '#core/ports/change-log.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { BeforeImage } from '#core/values/stream-schema.ts';
import type { Image, Row } from '#core/values/value.ts';
import { type AssembledFlow, assembleFlow } from '#engine/assemble-flow.ts';
import type { LaneContext } from '#engine/reconcile/lane-routes.ts';
import type { OpenRecord } from '#engine/reconcile/open-records.ts';
import { reconcileRound } from '#engine/reconcile/reconcile-round.ts';
import { optionalField, requiredField, schemasOf, streamOf } from '../flow-fixtures.ts';
import { memoryConnector } from '../memory-connector/memory-connector.ts';
import { MemoryLaneStore } from '../memory-connector/memory-lane-store.ts';
import { MemorySystem, type MemoryTransaction } from '../memory-connector/memory-system.ts';

export type ModelRules = {
  rule: object;
  fields?: Record<string, object>;
  deletes?: ConflictNode['deletes'];
  direction?: 'both' | 'forward' | 'backward';
  /** What the logs of both sides hold of an old row. */
  beforeImage?: BeforeImage;
};

/** A write by somebody else, to the only stream. */
export type ModelWrite =
  | { op: 'insert'; row: Row }
  | { op: 'update'; key: Row; set: Row }
  | { op: 'delete'; key: Row };

const sides = ['left', 'right'] as const;
const STREAM = 't';
/** Rounds after which two sides that were left alone must have settled. */
const MAX_ROUNDS = 40;

/**
 * Two sides in memory with the engine's own route, fold, reconcile and rules between them, driven
 * step by step: nothing is delivered and nothing is reconciled but when a test says so. Each side has
 * a stream with a key `id`, two texts `a` and `b` and a whole number `n`.
 */
export class TwoSidesModel {
  readonly systems: Record<Side, MemorySystem>;
  readonly store = new MemoryLaneStore();
  /** Runs while a round is between its reading and its writing. */
  midRound: (() => Promise<void>) | null = null;
  readonly #lane: Lane;
  readonly #beforeImage: BeforeImage;
  readonly #delivered: Record<Side, number> = { left: 0, right: 0 };
  #flow: AssembledFlow | null = null;
  #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #epoch = 0;
  #clock = 1_000_000_000;

  constructor(rules: ModelRules) {
    this.#beforeImage = rules.beforeImage ?? 'full';
    const schema = streamOf(
      STREAM,
      [
        requiredField('id', { kind: 'int32' }),
        optionalField('a', { kind: 'text' }),
        optionalField('b', { kind: 'text' }),
        optionalField('n', { kind: 'decimal' }),
      ],
      { beforeImage: this.#beforeImage },
    );
    this.systems = { left: new MemorySystem([{ schema }]), right: new MemorySystem([{ schema }]) };
    this.#lane = laneOf(rules, schema);
  }

  /**
   * The same rows on both sides, agreed on.
   * @param remembered their digests are stored, where the logs hold no old rows.
   */
  async begin(rows: Row[], remembered = true): Promise<void> {
    for (const side of sides) {
      for (const row of rows) this.systems[side].tables.insert(STREAM, row);
    }
    await this.start();
    const { lane } = this.context.runtime;
    if (!lane.needsDigests || !remembered) return;
    const digests = rows.map((row) => ({
      laneId: lane.id,
      recordKey: JSON.stringify([row.id]),
      fields: lane.digest(row, row),
    }));
    await this.store.commit(this.context.lease, { digests });
  }

  get context(): LaneContext {
    return this.#flow?.lanes[0] as LaneContext;
  }

  /** Somebody else writes, at `at` seconds by the side's clock, or a second after the last write. */
  async write(side: Side, write: ModelWrite, at?: number): Promise<void> {
    const system = this.systems[side];
    const before = system.log.length;
    // What the database refuses did not happen.
    await system.write([{ ...write, stream: STREAM }]).catch(() => undefined);
    this.#clock += 1_000_000;
    if (system.log.length > before) {
      (system.log.at(-1) as MemoryTransaction).commitTime =
        at === undefined ? this.#clock : 1_000_000_000 + at * 1_000_000;
    }
  }

  /** Delivers this many of the side's transactions, all by default, `again` before what is new. */
  async deliver(side: Side, count = Number.POSITIVE_INFINITY, again = 0): Promise<void> {
    const route = this.context.routes[side];
    if (!route) return;
    const { log } = this.systems[side];
    const from = Math.max(0, this.#delivered[side] - again);
    const to = Math.min(log.length, this.#delivered[side] + count);
    if (to <= from) return;
    this.#delivered[side] = to;
    const events = log.slice(from, to).flatMap((transaction) => this.#eventsOf(transaction));
    await route.log.push(events);
    const last = log[to - 1] as MemoryTransaction;
    await Promise.race([route.passed(last.position, this.#stop.signal), this.#failure()]);
  }

  /** One round over all open records that do not wait for a person. */
  async round(): Promise<boolean> {
    const { open } = this.context.runtime;
    for (const record of this.store.records.keys()) {
      const known = open.get(record);
      if (known && known.record.state !== 'held') known.record.nextAttemptAt = 0;
    }
    const due: OpenRecord[] = open.takeDue(100);
    if (due.length === 0) return false;
    await Promise.race([reconcileRound(this.context, due), this.#failure()]);
    return true;
  }

  /** Delivers and reconciles until nothing is left to do. */
  async settle(): Promise<void> {
    for (let rounds = 0; rounds < MAX_ROUNDS; rounds += 1) {
      await this.deliver('left');
      await this.deliver('right');
      const waits = sides.some((side) => this.context.routes[side] && this.#hasNews(side));
      if (!(await this.round()) && !waits) return;
    }
    throw new Error(`not settled: ${JSON.stringify([...this.store.records.values()])}`);
  }

  /** The engine ends, well or not, and another one starts from what is kept. */
  async restart(): Promise<void> {
    this.stop();
    await this.#running;
    await this.start();
  }

  stop(): void {
    this.#stop.abort();
    for (const route of this.#flow?.routes ?? []) route.log.close();
  }

  rows(side: Side): Row[] {
    return this.systems[side].rows(STREAM);
  }

  async start(): Promise<void> {
    this.#stop = new AbortController();
    this.#epoch += 1;
    const { left, right } = this.systems;
    const connector = memoryConnector({ left, right });
    const open = (side: Side) => this.#watched(side, connector.open({ name: side }));
    this.#flow = assembleFlow(
      {
        plan: {
          flowId: 'f',
          version: 1,
          lanes: [{ lane: this.#lane, deployed: this.#lane, suspended: [], broken: {}, drifts: [] }],
          connectionIds: {},
        },
        lease: { flowId: 'f', epoch: this.#epoch },
        sessions: new Map([
          ['left', open('left')],
          ['right', open('right')],
        ]),
        store: this.store,
        code: () => Promise.reject(new Error('the model runs no code')),
        logger: silent,
        signal: this.#stop.signal,
      },
      { durable: () => undefined, restart: () => undefined },
    );
    for (const route of this.#flow.routes) await route.start();
    // A new feed begins where the last one was acknowledged, at the worst at the start.
    Object.assign(this.#delivered, { left: 0, right: 0 });
    for (const record of await this.store.pending()) this.context.runtime.open.restore(record);
    this.#running = Promise.all(this.#flow.routes.map((route) => route.run()));
    this.#running.catch(() => undefined);
  }

  async #failure(): Promise<never> {
    await this.#running;
    return new Promise(() => undefined);
  }

  #hasNews(side: Side): boolean {
    const news = this.systems[side].log.slice(this.#delivered[side]);
    return news.some(({ entries }) => entries.length > 0);
  }

  #watched(side: Side, session: ConnectorSession): ConnectorSession {
    const { source } = session;
    const head = source.head.bind(source);
    source.head = async () => {
      const { midRound } = this;
      this.midRound = null;
      await midRound?.();
      const position = await head();
      await this.deliver(side);
      return position;
    };
    return session;
  }

  /** The transaction as this side's log tells it. */
  #eventsOf({ position, commitTime, entries }: MemoryTransaction): RoutedEvent[] {
    const events: RoutedEvent[] = [];
    let writer: string | null = null;
    for (const entry of entries) {
      if (entry.kind === 'mark') writer = entry.tag;
      if (entry.kind !== 'change') continue;
      const before = this.#imageOf(entry.before, entry.after);
      events.push({ ...entry, before, position, ordinal: events.length, commitTime, writer } as Change);
    }
    return [...events, { kind: 'commit', position, commitTime }];
  }

  #imageOf(before: Row | null, after: Row | null): Image | null {
    if (!before || this.#beforeImage === 'full') return before;
    const renamed = after === null || after.id !== before.id;
    return renamed ? { id: before.id } : null;
  }
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function laneOf(rules: ModelRules, schema: ReturnType<typeof streamOf>): Lane {
  const graph = FlowGraph.parse({
    formatVersion: 1,
    name: 'Model',
    nodes: [
      { id: 'l', kind: 'endpoint', connection: 'left', stream: STREAM },
      {
        id: 'm',
        kind: 'mapping',
        direction: rules.direction ?? 'both',
        match: [['id', 'id']],
        fields: ['id', 'a', 'b', 'n'].map((name) => ({ left: name, right: name })),
      },
      { id: 'c', kind: 'conflict', rule: rules.rule, fields: rules.fields, deletes: rules.deletes },
      { id: 'r', kind: 'endpoint', connection: 'right', stream: STREAM },
    ],
    edges: [
      { id: 'e1', source: 'l', target: 'm' },
      { id: 'e2', source: 'm', target: 'c' },
      { id: 'e3', source: 'c', target: 'r' },
    ],
  });
  const { lanes, problems } = compile(
    graph,
    schemasOf({ [`left ${STREAM}`]: schema, [`right ${STREAM}`]: schema }),
  );
  const [lane] = lanes;
  if (!lane || problems.some(({ severity }) => severity === 'error'))
    throw new Error(JSON.stringify(problems));
  return lane;
}
