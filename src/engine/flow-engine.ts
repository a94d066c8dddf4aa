import { SyncError } from '#core/errors/sync-error.ts';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import type { LaneStatus } from '#core/ledger/lane-status.ts';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import { type AssembledFlow, assembleFlow, type FlowParts } from './assemble-flow.ts';
import { FeedHistories } from './capture/feed-histories.ts';
import { FeedReader } from './capture/feed-reader.ts';
import { keepClocks, measureClocks } from './capture/keep-clocks.ts';
import { keepPlaces } from './capture/keep-places.ts';
import { firstSyncOrder } from './first-sync-order.ts';
import { type FlowPlan, feedIdOf } from './flow-plan.ts';
import { laneStatus } from './meter/lane-status.ts';
import type { LaneContext } from './reconcile/lane-routes.ts';
import { runReconciler } from './reconcile/reconciler.ts';
import { runFirstSync } from './snapshot/first-sync.ts';
import { noteLostFeeds } from './snapshot/note-lost-feeds.ts';

export type FlowEngineOptions = Omit<FlowParts, 'signal'> & {
  /** When somebody last asked for the flow to run, microseconds since 1970. */
  wantedAt: number;
  /** Lines that the ledger holds already, so that counts go on from there. */
  totals: { laneId: string; side: 'left' | 'right'; status: LedgerStatus; count: number }[];
};

/**
 * Runs one version of a flow: feeds, routes, reconcile and first sync of all its lanes. There is one
 * way back from any fault: the engine stops, and another one starts from the checkpoints (E7).
 */
export class FlowEngine {
  readonly #options: FlowEngineOptions;
  readonly #stop = new AbortController();
  readonly #flow: AssembledFlow;
  readonly #readers = new Map<string, FeedReader>();
  #live = false;

  constructor(options: FlowEngineOptions) {
    this.#options = options;
    this.#flow = assembleFlow(
      { ...options, signal: this.#stop.signal },
      {
        durable: (connection) => this.#readers.get(connection)?.acknowledge(),
        restart: () => void this.stop(),
      },
    );
    for (const total of options.totals) {
      const lane = this.#flow.lanes.find((each) => each.runtime.lane.id === total.laneId);
      lane?.runtime.meter.restore(total.side, total.status, total.count);
    }
  }

  /**
   * Runs until `stop` is called. Rejects with a classified SyncError on a fault.
   * @param onLive called once the feeds are open.
   */
  async run(onLive: () => void = () => undefined): Promise<void> {
    try {
      await this.#prepare();
      if (this.#stop.signal.aborted) return;
      await this.#openFeeds();
      // Stopped while it started: nobody would end what began only now.
      if (this.#stop.signal.aborted) return;
      this.#live = true;
      onLive();
      await this.#untilFirstFailure([
        ...[...this.#readers.values()].map((reader) => reader.run()),
        ...this.#flow.routes.map((route) => route.run()),
        ...this.#flow.lanes.map((lane) => runReconciler(lane)),
        this.#firstSyncs(),
        keepClocks(this.#flow.lanes, this.#stop.signal),
        keepPlaces(this.#flow.lanes, this.#stop.signal),
      ]);
    } finally {
      await this.stop();
    }
  }

  /** Ends everything cleanly; what was not yet durable comes again with the next start. */
  async stop(): Promise<void> {
    this.#live = false;
    this.#stop.abort();
    for (const route of this.#flow.routes) route.log.close();
    await Promise.all([...this.#readers.values()].map((reader) => reader.close()));
    await Promise.all(this.#flow.routes.map((route) => route.settled()));
  }

  /**
   * Takes up decisions of people and retries that the store holds. Once a person has decided about what the
   * breaker stopped, the engine ends: the next one reads it again.
   */
  async refreshPending(): Promise<void> {
    for (const { runtime, store } of this.#flow.lanes) {
      for (const record of await store.pending(runtime.lane.id)) {
        const known = runtime.open.get(record.recordKey);
        if (known) runtime.open.restore(record);
      }
    }
    for (const breaker of this.#flow.breakers) if (await breaker.isDecided()) await this.stop();
  }

  status(): LaneStatus[] {
    return this.#flow.lanes.map((lane) => laneStatus(lane.runtime, this.#live));
  }

  /** Lanes with their routes, for `verify`. */
  get lanes(): readonly LaneContext[] {
    return this.#flow.lanes;
  }

  async #prepare(): Promise<void> {
    const { plan, sessions } = this.#options;
    const histories = new FeedHistories({
      ...this.#options,
      lanes: this.#flow.lanes,
      feeds: [...this.#flow.bySource.keys()].flatMap((connection) => {
        const session = sessions.get(connection);
        return session ? [{ feedId: feedIdOf(plan, connection), connection, session }] : [];
      }),
    });
    const lost = await histories.check();
    for (const connection of this.#flow.bySource.keys()) {
      const whole = await sessions.get(connection)?.source.isWhole(feedIdOf(plan, connection));
      if (!whole) lost.add(connection);
    }
    await noteLostFeeds(this.#flow.lanes, lost);
    for (const [connection, routes] of this.#flow.bySource) {
      await sessions.get(connection)?.source.prepare(feedOf(plan, connection, routes));
    }
    for (const route of this.#flow.routes) await route.start();
    await histories.adopt();
    for (const breaker of this.#flow.breakers) await breaker.start();
    for (const lane of this.#flow.lanes) await this.#restoreLane(lane);
  }

  async #restoreLane(lane: LaneContext): Promise<void> {
    const { runtime, store } = lane;
    await measureClocks(lane);
    for (const side of ['left', 'right'] as const) {
      const [schema] = await runtime.sessions[side].introspect([runtime.lane[side].stream]);
      if (!schema)
        throw new SyncError('STREAM_MISSING', `${runtime.lane[side].stream} is not there any more.`);
      runtime.estimates[side] = schema.rowEstimate;
    }
    runtime.firstSync = await store.firstSync(runtime.lane.id);
    for (const record of await store.pending(runtime.lane.id)) runtime.open.restore(record);
  }

  async #openFeeds(): Promise<void> {
    const { plan, sessions } = this.#options;
    for (const [connection, routes] of this.#flow.bySource) {
      const session = sessions.get(connection);
      if (!session) continue;
      const feed = await session.source.open(feedOf(plan, connection, routes));
      this.#readers.set(connection, new FeedReader(feed, routes));
    }
  }

  async #firstSyncs(): Promise<void> {
    const order = firstSyncOrder(this.#flow.lanes);
    const running = new Map<LaneContext, Promise<void>>();
    const start = (lane: LaneContext): Promise<void> => {
      const known = running.get(lane);
      if (known) return known;
      const started = Promise.all((order.get(lane) ?? []).map(start)).then(() => runFirstSync(lane));
      running.set(lane, started);
      return started;
    };
    await Promise.all(this.#flow.lanes.map(start));
  }

  /** The first part to fail stops all others; its error is the one that counts. */
  async #untilFirstFailure(parts: Promise<void>[]): Promise<void> {
    let failure: SyncError | null = null;
    await Promise.all(
      parts.map((part) =>
        part.catch((error: unknown) => {
          if (!this.#stop.signal.aborted) failure = toSyncError(error);
          void this.stop();
        }),
      ),
    );
    if (failure) throw failure;
  }
}

function feedOf(plan: FlowPlan, connection: string, routes: { streams: string[] }[]) {
  const streams = [...new Set(routes.flatMap((route) => route.streams))].sort();
  return { feedId: feedIdOf(plan, connection), streams };
}
