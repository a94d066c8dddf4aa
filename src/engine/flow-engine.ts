import type { Side } from '#core/change/change-event.ts';
import type { Broken } from '#core/drift/adapt-lane.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import type { LaneTally } from '#core/figures/lane-tally.ts';
import type { LaneStatus } from '#core/ledger/lane-status.ts';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import type { Route } from './apply/route.ts';
import { type AssembledFlow, assembleFlow, type FlowParts } from './assemble-flow.ts';
import { FeedHistories } from './capture/feed-histories.ts';
import { FeedReader } from './capture/feed-reader.ts';
import { keepClocks } from './capture/keep-clocks.ts';
import { keepPlaces } from './capture/keep-places.ts';
import { SchemaWatch } from './drift/schema-watch.ts';
import { firstSyncOrder } from './first-sync-order.ts';
import { type FlowPlan, feedIdOf } from './flow-plan.ts';
import { laneStatus } from './meter/lane-status.ts';
import { isBroken } from './plan/compiled-lane.ts';
import type { LaneContext } from './reconcile/lane-routes.ts';
import { runReconciler } from './reconcile/reconciler.ts';
import { restoreLane } from './restore-lane.ts';
import { runFirstSync } from './snapshot/first-sync.ts';
import { noteLostFeeds } from './snapshot/note-lost-feeds.ts';
import { carryTruncations } from './truncate/carry-truncations.ts';

/** How long what is in hand may take to end when the engine is stopped; then its connections are cut off. */
const STOP_MILLISECONDS = 5_000;

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
  readonly #watch: SchemaWatch;
  #live = false;
  #running = false;
  #cutOff: NodeJS.Timeout | null = null;

  constructor(options: FlowEngineOptions) {
    this.#options = options;
    this.#watch = new SchemaWatch(options);
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
   * @returns `changed` when the streams have changed, so that an engine with newly compiled lanes must take over.
   */
  async run(onLive: () => void = () => undefined): Promise<'stopped' | 'changed'> {
    this.#running = true;
    try {
      await this.#work(onLive);
    } catch (error) {
      if (!(await this.#watch.explains(error))) throw error;
    } finally {
      await this.stop();
      this.#running = false;
      if (this.#cutOff) clearTimeout(this.#cutOff);
    }
    return this.#watch.changed ? 'changed' : 'stopped';
  }

  async #work(onLive: () => void): Promise<void> {
    const opened = await this.#open().catch((error: unknown) => {
      // Stopped while it started: what failed was only cut off.
      if (this.#stop.signal.aborted) return false;
      throw error;
    });
    if (!opened) return;
    this.#live = true;
    onLive();
    await this.#untilFirstFailure([
      ...[...this.#readers.values()].map((reader) => reader.run()),
      ...this.#flow.routes.map((route) => route.run()),
      ...this.#whole.map((lane) => runReconciler(lane)),
      ...this.#whole.map((lane) => carryTruncations(lane)),
      this.#firstSyncs(),
      keepClocks(this.#flow.lanes, this.#stop.signal),
      keepPlaces(this.#flow.lanes, this.#stop.signal),
      this.#watchStreams(),
    ]);
  }

  /** False when it was stopped meanwhile: nobody would end what began only now. */
  async #open(): Promise<boolean> {
    await this.#watch.start();
    await this.#prepare();
    if (this.#stop.signal.aborted) return false;
    await this.#openFeeds();
    return !this.#stop.signal.aborted;
  }

  /** Another engine takes over from the checkpoints when the lanes do not fit their streams any more (E15). */
  async #watchStreams(): Promise<void> {
    await this.#watch.run(this.#stop.signal);
    if (this.#watch.changed) await this.stop();
  }

  async #isAsCompiled(connection: string, stream: string): Promise<boolean> {
    if (await this.#watch.isAsCompiled(connection, stream)) return true;
    void this.stop();
    return false;
  }

  /**
   * Ends everything cleanly; what was not yet durable comes again with the next start. What waits for a system
   * that does not answer is cut off after a few seconds, as if the connection had broken.
   */
  async stop(): Promise<void> {
    this.#live = false;
    this.#stop.abort();
    if (this.#running) this.#cutOff ??= setTimeout(() => this.#closeSessions(), STOP_MILLISECONDS);
    for (const route of this.#flow.routes) route.log.close();
    await Promise.all([...this.#readers.values()].map((reader) => reader.close()));
    await Promise.all(this.#flow.routes.map((route) => route.settled()));
  }

  #closeSessions(): void {
    for (const session of this.#options.sessions.values()) {
      // Whoever opened it closes it again and is told then what could not be closed.
      session.close().catch(() => undefined);
    }
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
    return this.#flow.lanes.map((lane) => laneStatus(lane, this.#live));
  }

  /** What happened on one side of a lane since this was last asked; null for a lane that it does not run. */
  takeTally(laneId: string, side: Side): LaneTally | null {
    const lane = this.#flow.lanes.find(({ runtime }) => runtime.lane.id === laneId);
    return lane ? lane.runtime.meter.take(side) : null;
  }

  /** Why nothing of the flow can be carried: every lane has stopped (E15). Null while one goes on. */
  get stopped(): Broken | null {
    if (this.#whole.length > 0) return null;
    return this.#flow.lanes.map(({ runtime: { lane } }) => lane.broken.left ?? lane.broken.right)[0] ?? null;
  }

  /** Lanes with their routes, for `verify`. */
  get lanes(): readonly LaneContext[] {
    return this.#flow.lanes;
  }

  /** Lanes of which both sides can be read and written. */
  get #whole(): LaneContext[] {
    return this.#flow.lanes.filter(({ runtime }) => !isBroken(runtime.lane));
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
      // A table that is gone cannot be published, and one without replica identity must not be.
      const feed = feedOf(plan, connection, routes, (route) => route.readableStreams);
      await sessions.get(connection)?.source.prepare(feed);
    }
    for (const route of this.#flow.routes) await route.start();
    await histories.adopt();
    for (const breaker of this.#flow.breakers) await breaker.start();
    for (const lane of this.#flow.lanes) await restoreLane(lane);
  }

  async #openFeeds(): Promise<void> {
    const { plan, sessions } = this.#options;
    for (const [connection, routes] of this.#flow.bySource) {
      const session = sessions.get(connection);
      if (!session) continue;
      const feed = await session.source.open(feedOf(plan, connection, routes, (route) => route.streams));
      this.#readers.set(
        connection,
        new FeedReader(feed, routes, (stream) => this.#isAsCompiled(connection, stream)),
      );
    }
  }

  async #firstSyncs(): Promise<void> {
    const order = firstSyncOrder(this.#whole);
    const running = new Map<LaneContext, Promise<void>>();
    const start = (lane: LaneContext): Promise<void> => {
      const known = running.get(lane);
      if (known) return known;
      const started = Promise.all((order.get(lane) ?? []).map(start)).then(() => runFirstSync(lane));
      running.set(lane, started);
      return started;
    };
    await Promise.all([...order.keys()].map(start));
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

function feedOf(
  plan: FlowPlan,
  connection: string,
  routes: Route[],
  streamsOf: (route: Route) => string[],
): { feedId: string; streams: string[] } {
  const streams = [...new Set(routes.flatMap(streamsOf))].sort();
  return { feedId: feedIdOf(plan, connection), streams };
}
