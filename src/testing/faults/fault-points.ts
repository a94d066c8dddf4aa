import { SyncError } from '#core/errors/sync-error.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { LaneStore } from '#core/ports/lane-store.ts';
import type { Feed, Source } from '#core/ports/source.ts';
import type { Target } from '#core/ports/target.ts';

/**
 * Every seam of an engine: the places between which something becomes durable, or is read that a later
 * decision rests on. At each of them a connection can be lost, or the process killed.
 */
export const faultPoints = [
  /** Events were taken from a side's log, and nobody has planned with them yet. */
  'log read',
  /** They were handed to the routes, which plan with them. */
  'log handed on',
  'store before commit',
  'store after commit',
  'target before commit',
  'target after commit',
  'before acknowledge',
  'after acknowledge',
  /** A reconcile writes the left side and then the right one. */
  'reconcile before left commit',
  'reconcile between the sides',
  'reconcile after right commit',
  'first sync before chunk',
  'first sync after chunk',
  'first sync before cursor',
  'first sync after cursor',
] as const;
export type FaultPoint = (typeof faultPoints)[number];

/** Told of each point as it is reached; decides whether the connection breaks there. */
export type FaultPlan = (point: FaultPoint) => boolean;

/** What a supervisor starts the engine anew after, and a test with faults expects. */
export function isConnectionFault(error: unknown): error is SyncError {
  return error instanceof SyncError && /^(CONNECTION_|SLOT_BUSY$|STORE_UNREACHABLE$)/.test(error.code);
}

function breakAt(plan: FaultPlan, ...points: (FaultPoint | null)[]): void {
  for (const point of points) {
    if (point && plan(point)) throw new SyncError('CONNECTION_LOST', `Lost on purpose: ${point}.`);
  }
}

/** A store whose connection breaks where the plan says so. */
export function faultyStore(store: LaneStore, plan: FaultPlan): LaneStore {
  return {
    async commit(lease, commit) {
      const cursor = commit.firstSync !== undefined;
      breakAt(plan, 'store before commit', cursor ? 'first sync before cursor' : null);
      const settled = await store.commit(lease, commit);
      breakAt(plan, 'store after commit', cursor ? 'first sync after cursor' : null);
      return settled;
    },
    firstSync: (laneId) => store.firstSync(laneId),
    feedState: (feedId) => store.feedState(feedId),
    truncations: (laneId) => store.truncations(laneId),
    places: (laneId) => store.places(laneId),
    trips: (laneId) => store.trips(laneId),
    pending: (laneId) => store.pending(laneId),
    halves: (laneId) => store.halves(laneId),
    ahead: (laneId) => store.ahead(laneId),
    links: (laneId, side, keys) => store.links(laneId, side, keys),
    candidates: (laneId, side, digests) => store.candidates(laneId, side, digests),
    digests: (laneId, keys) => store.digests(laneId, keys),
    putProposals: (lease, proposals) => store.putProposals(lease, proposals),
  };
}

/** A session of one side that breaks where the plan says so; everything else is as it was. */
export function faultySession(
  session: ConnectorSession,
  side: 'left' | 'right',
  plan: FaultPlan,
): ConnectorSession {
  const source = replaceMembers(session.source, faultySource(session.source, plan));
  const target = replaceMembers(session.target, faultyTarget(session.target, side, plan));
  return replaceMembers(session, { source, target });
}

function faultySource(source: Source, plan: FaultPlan): Partial<Source> {
  return {
    async open(request) {
      const feed = await source.open(request);
      return faultyFeed(feed, plan);
    },
    async snapshot(request) {
      breakAt(plan, 'first sync before chunk');
      const chunk = await source.snapshot(request);
      breakAt(plan, 'first sync after chunk');
      return chunk;
    },
  };
}

function faultyFeed(feed: Feed, plan: FaultPlan): Feed {
  async function* events() {
    for await (const each of feed.events) {
      breakAt(plan, 'log read');
      yield each;
      breakAt(plan, 'log handed on');
    }
  }
  return {
    events: events(),
    acknowledge(position) {
      breakAt(plan, 'before acknowledge');
      feed.acknowledge(position);
      breakAt(plan, 'after acknowledge');
    },
    close: () => feed.close(),
  };
}

function faultyTarget(target: Target, side: 'left' | 'right', plan: FaultPlan): Partial<Target> {
  return {
    async begin() {
      const transaction = await target.begin();
      // What a reconcile writes moves no checkpoint.
      let reconcile = false;
      return {
        write(batch) {
          reconcile = batch.writes.length > 0 && batch.checkpoints.length === 0;
          return transaction.write(batch);
        },
        async commit() {
          breakAt(plan, 'target before commit', beforeCommit(reconcile, side));
          await transaction.commit();
          breakAt(plan, 'target after commit', afterCommit(reconcile, side));
        },
        rollback: () => transaction.rollback(),
      };
    },
  };
}

function beforeCommit(reconcile: boolean, side: 'left' | 'right'): FaultPoint | null {
  if (!reconcile) return null;
  return side === 'left' ? 'reconcile before left commit' : 'reconcile between the sides';
}

function afterCommit(reconcile: boolean, side: 'left' | 'right'): FaultPoint | null {
  if (!reconcile) return null;
  return side === 'left' ? 'reconcile between the sides' : 'reconcile after right commit';
}

/** The same object with some members in place of its own. */
function replaceMembers<T extends object>(inner: T, members: Partial<T>): T {
  return new Proxy(inner, {
    get(_, name) {
      if (name in members) return Reflect.get(members, name);
      const value = Reflect.get(inner, name, inner);
      return typeof value === 'function' ? value.bind(inner) : value;
    },
  });
}
