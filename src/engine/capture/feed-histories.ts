import { otherSide, type Side } from '#core/change/change-event.ts';
import { brokenHistory, type SystemHistory } from '#core/change/history.ts';
import { comparePlaces, type Place, START } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { applyBatch } from '#core/ports/apply-batch.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { FeedState, LaneStore, Lease } from '#core/ports/lane-store.ts';
import type { Logger } from '#core/ports/logger.ts';
import { nowMicros } from '#lib/micros.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';

export type FeedHistoriesOptions = {
  lanes: readonly LaneContext[];
  feeds: { feedId: string; connection: string; session: ConnectorSession }[];
  store: LaneStore;
  lease: Lease;
  logger: Logger;
  /** When somebody last asked for the flow to run, microseconds since 1970. */
  wantedAt: number;
};

type Feed = FeedHistoriesOptions['feeds'][number];
/** One direction of a lane, with how far its target says and the store knows that it is applied. */
type Way = { context: LaneContext; from: Side; applied: Place | null; kept: Place | null };
type Checked = { feed: Feed; now: SystemHistory; ways: Way[]; broken: boolean };

/**
 * Notices that a server was failed over, restored or exchanged (E8): positions of its old log mean nothing in
 * the new one, and a target that was restored lacks what it had been given. Nothing goes on before a person
 * has asked for it after that; then the feed is made anew, and its lanes compare both sides.
 */
export class FeedHistories {
  readonly #options: FeedHistoriesOptions;
  #checked: Checked[] = [];

  constructor(options: FeedHistoriesOptions) {
    this.#options = options;
  }

  /**
   * @returns names of connections whose changes until now are in no log that can be relied on.
   * @throws SyncError `HISTORY_CHANGED` until somebody has asked for the flow to run again.
   */
  async check(): Promise<Set<string>> {
    const lost = new Set<string>();
    for (const feed of this.#options.feeds) {
      const [ways, known] = await Promise.all([
        this.#ways(feed.connection),
        this.#options.store.feedState(feed.feedId),
      ]);
      const furthest =
        ways
          .flatMap(({ applied, kept }) => [applied?.position ?? START, kept?.position ?? START])
          .sort()
          .at(-1) ?? START;
      const now = await feed.session.source.history({ feedId: feed.feedId, reached: furthest });
      const reason = known && brokenHistory(known, furthest, now);
      const restored = ways.filter(isBehind);
      const broken = reason !== null;
      this.#checked.push({ feed, now, ways, broken });
      if (!broken && restored.length === 0) continue;
      await this.#requireConsent(feed, known ?? { ...now, changedAt: null }, [
        ...(reason ? [`${feed.connection}: ${reason}`] : []),
        ...restored.map(describeRestored),
      ]);
      if (broken) await this.#startOver(feed, ways);
      lost.add(feed.connection);
    }
    return lost;
  }

  /** Keeps the histories that were found, once the feeds and checkpoints are those of them. */
  async adopt(): Promise<void> {
    const { store, lease } = this.#options;
    for (const { feed, now, ways, broken } of this.#checked) {
      const { feedId } = feed;
      const { system, timeline } = now;
      const startOver = ways
        .filter((way) => broken || isBehind(way))
        .map(({ context, from }) => ({ laneId: context.runtime.lane.id, side: from }));
      await store.commit(lease, { feeds: [{ feedId, system, timeline, changedAt: null }], startOver });
    }
  }

  async #ways(connection: string): Promise<Way[]> {
    const ways: Way[] = [];
    for (const context of this.#options.lanes) {
      const { lane, sessions } = context.runtime;
      for (const from of ['left', 'right'] as const) {
        if (!context.routes[from] || lane[from].connection !== connection) continue;
        const { tag } = lane[otherSide(from)];
        const stored = await sessions[otherSide(from)].target.checkpoints([tag]);
        const kept = await this.#options.store.places(lane.id);
        ways.push({ context, from, applied: stored.get(tag) ?? null, kept: kept[from] ?? null });
      }
    }
    return ways;
  }

  async #requireConsent(feed: Feed, known: Omit<FeedState, 'feedId'>, reasons: string[]): Promise<void> {
    const { store, lease, logger, wantedAt } = this.#options;
    if (known.changedAt !== null && wantedAt > known.changedAt) {
      logger.warn(
        { connection: feed.connection, reasons },
        'a changed history was accepted: its feed is made anew',
      );
      return;
    }
    if (known.changedAt === null) {
      const { system, timeline } = known;
      await store.commit(lease, {
        feeds: [{ feedId: feed.feedId, system, timeline, changedAt: nowMicros() }],
      });
    }
    throw new SyncError('HISTORY_CHANGED', 'A server is not in the state in which it was left.', {
      detail: reasons.join(' '),
    });
  }

  /** The slot and the applied places belong to a log that is gone. */
  async #startOver({ feedId, session }: Feed, ways: Way[]): Promise<void> {
    const { epoch } = this.#options.lease;
    await session.cleanup({ feedIds: [feedId], tags: [] });
    for (const { context, from } of ways) {
      const { lane, sessions } = context.runtime;
      const { tag } = lane[otherSide(from)];
      const { target } = sessions[otherSide(from)];
      await target.prepare([tag]);
      const place = { tag, position: START, ordinal: -1, epoch };
      await applyBatch(target, { writes: [], checkpoints: [place], epoch });
    }
  }
}

/** The target says less than it was known to have applied: it was restored from an older state. */
function isBehind({ applied, kept }: Way): boolean {
  return kept !== null && (applied === null || comparePlaces(applied, kept) < 0);
}

function describeRestored({ context, from, applied, kept }: Way): string {
  const { connection, stream } = context.runtime.lane[otherSide(from)];
  const at = applied?.position || 'nothing';
  return `${connection}: ${stream} was at ${kept?.position} of what it is given, and is at ${at}: it was restored from an older state.`;
}
