import { otherSide, type Side } from '#core/change/change-event.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { LaneStore, Lease } from '#core/ports/lane-store.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { JoinedColumn } from '#core/transform/joined-columns.ts';
import type { DirectedLane } from './apply/batch-plan.ts';
import { FlapGuard } from './apply/flap-guard.ts';
import { LedgerLines } from './apply/ledger-lines.ts';
import { Route } from './apply/route.ts';
import { Breaker } from './breaker/breaker.ts';
import { MemoryChangeLog } from './capture/memory-change-log.ts';
import type { FlowPlan } from './flow-plan.ts';
import type { LaneRuntime } from './lane-runtime.ts';
import type { LaneLinks } from './links/lane-links.ts';
import { linkedSessions } from './links/linked-session.ts';
import { openLaneLinks, openLinkBooks } from './links/record-links.ts';
import { wakeDependants } from './links/wake-dependants.ts';
import { FirstSyncMeter } from './meter/first-sync-meter.ts';
import { LaneMeter } from './meter/lane-meter.ts';
import { type CompiledLane, carriesFrom, compileLane } from './plan/compiled-lane.ts';
import { joinedTarget } from './plan/joined-session.ts';
import type { LaneContext } from './reconcile/lane-routes.ts';
import { OpenRecords } from './reconcile/open-records.ts';
import { OwnWrites } from './reconcile/own-writes.ts';
import { findParents } from './reconcile/parked-parents.ts';
import { Truncations } from './truncate/truncations.ts';
import type { OpenCode } from './view/open-code.ts';
import { type ViewedEnd, viewedTarget } from './view/viewed-target.ts';

/** Events, and characters of their values, that may wait between capture and apply, per route (E16). */
const LOG_CAPACITY = { events: 5_000, size: 16_000_000 };

export type FlowParts = {
  plan: FlowPlan;
  lease: Lease;
  /** Open sessions by connection name. */
  sessions: Map<string, ConnectorSession>;
  store: LaneStore;
  /** Runs the code of its code nodes. */
  code: OpenCode;
  logger: Logger;
  signal: AbortSignal;
};

/** A flow's lanes and routes, put together but not yet started. */
export type AssembledFlow = {
  lanes: LaneContext[];
  routes: Route[];
  /** Routes by the connection that they read. */
  bySource: Map<string, Route[]>;
  breakers: Breaker[];
};

/**
 * Compiles the lanes and joins those that run between the same two connections into one route each way.
 *
 * @param on.durable called with the source connection when one of its routes has got further.
 * @param on.restart called when the flow must start anew from its checkpoints.
 */
export function assembleFlow(
  parts: FlowParts,
  on: { durable: (connection: string) => void; restart: () => void },
): AssembledFlow {
  const { plan, lease, sessions, store, logger, signal } = parts;
  const lines = new LedgerLines(plan.flowId, plan.version);
  const runtimes = makeRuntimes(parts);
  const byRoute = new Map<string, { source: string; target: string; lanes: DirectedLane[] }>();
  for (const runtime of runtimes) {
    for (const from of ['left', 'right'] as const) {
      if (!carriesFrom(runtime.lane, from)) continue;
      const source = runtime.lane[from].connection;
      const target = runtime.lane[otherSide(from)].connection;
      const name = JSON.stringify([source, target]);
      const route = byRoute.get(name) ?? { source, target, lanes: [] };
      route.lanes.push({ runtime, from });
      byRoute.set(name, route);
    }
  }
  const bySource = new Map<string, Route[]>();
  const routeOf = new Map<DirectedLane, Route>();
  const breakers: Breaker[] = [];
  for (const { source, target, lanes } of byRoute.values()) {
    const log = new MemoryChangeLog(LOG_CAPACITY);
    const breaker = new Breaker({ lanes, store, lease, log, restart: on.restart });
    breakers.push(breaker);
    const route = new Route({
      lanes,
      target: joinedTarget(
        viewedTarget(sessionOf(sessions, target).target, viewedByTag(lanes, sessions)),
        columnsByTag(lanes),
      ),
      store,
      lease,
      lines,
      log,
      breaker,
      onDurable: () => on.durable(source),
    });
    bySource.set(source, [...(bySource.get(source) ?? []), route]);
    for (const directed of lanes) routeOf.set(directed, route);
  }
  const contexts = runtimes.map((runtime): LaneContext => {
    const routes: Partial<Record<Side, Route>> = {};
    for (const [directed, route] of routeOf) if (directed.runtime === runtime) routes[directed.from] = route;
    return { runtime, routes, store, lease, lines, logger, signal };
  });
  return { lanes: contexts, routes: [...new Set(routeOf.values())], bySource, breakers };
}

function makeRuntimes({ plan, sessions, store, lease, code }: FlowParts): LaneRuntime[] {
  const books = openLinkBooks(
    plan.flowId,
    plan.lanes.map(({ lane }) => lane),
    store,
  );
  const lanes = plan.lanes.map((each) => {
    const lane = compileLane(plan.flowId, each.lane, { books, fit: each, code });
    const own = {
      left: sessionOf(sessions, lane.left.connection),
      right: sessionOf(sessions, lane.right.connection),
    };
    return { lane, sessions: own };
  });
  const links = openLaneLinks(lanes, store, lease);
  const runtimes = lanes.map(({ lane, sessions: own }) => makeRuntime(lane, own, links));
  wakeDependants(runtimes);
  findParents(runtimes);
  return runtimes;
}

function makeRuntime(
  lane: CompiledLane,
  sessions: Record<Side, ConnectorSession>,
  links: ReadonlyMap<string, LaneLinks>,
): LaneRuntime {
  const own = new OwnWrites();
  const clocks = {
    left: { offset: 0, uncertainty: 0 },
    right: { offset: 0, uncertainty: 0 },
  };
  const clockOffset = (side: Side) => clocks[side].offset;
  return {
    lane,
    open: new OpenRecords(lane, own, clockOffset),
    own,
    meter: new LaneMeter(clockOffset),
    firstSyncMeter: new FirstSyncMeter(),
    flaps: new FlapGuard(),
    links,
    sessions: linkedSessions(lane, sessions),
    clocks,
    firstSync: null,
    trips: { left: null, right: null },
    truncations: new Truncations(),
    parents: { left: [], right: [] },
    estimates: { left: lane.plan.left.stream.rowEstimate, right: lane.plan.right.stream.rowEstimate },
  };
}

function columnsByTag(lanes: readonly DirectedLane[]): Map<string, readonly JoinedColumn[]> {
  return new Map(
    lanes.map(({ runtime: { lane }, from }) => {
      const { tag, joined } = lane[otherSide(from)];
      return [tag, joined];
    }),
  );
}

/** Sides that are written through code, by their tags. */
function viewedByTag(
  lanes: readonly DirectedLane[],
  sessions: Map<string, ConnectorSession>,
): Map<string, ViewedEnd> {
  return new Map(
    lanes.flatMap(({ runtime: { lane }, from }): [string, ViewedEnd][] => {
      const side = lane[otherSide(from)];
      const { source } = sessionOf(sessions, side.connection);
      return side.view ? [[side.tag, { lane, side, source }]] : [];
    }),
  );
}

function sessionOf(sessions: Map<string, ConnectorSession>, connection: string): ConnectorSession {
  const session = sessions.get(connection);
  if (!session) throw new TypeError(`no session for connection ${connection}`);
  return session;
}
