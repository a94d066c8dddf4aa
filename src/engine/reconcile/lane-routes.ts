import type { Side } from '#core/change/change-event.ts';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import type { LaneStore, Lease } from '#core/ports/lane-store.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { LedgerLines } from '../apply/ledger-lines.ts';
import type { Route } from '../apply/route.ts';
import type { LaneRuntime } from '../lane-runtime.ts';

/** A lane together with what its slower paths (reconcile, first sync) work with. */
export type LaneContext = {
  runtime: LaneRuntime;
  /** The routes that carry the lane, by the side they read; a one-way lane has one. */
  routes: Partial<Record<Side, Route>>;
  store: LaneStore;
  lease: Lease;
  lines: LedgerLines;
  logger: Logger;
  signal: AbortSignal;
};

/** Waits until no batch of the lane is under way that began before this call. */
export async function awaitBatchesInHand({ routes }: LaneContext): Promise<void> {
  await Promise.all(Object.values(routes).map((route) => route.settled()));
}

/**
 * Takes each source side's head now and waits until its route has passed it: every change that a
 * read made before this call could have seen has then been dealt with (E4).
 */
export async function passHeads(context: LaneContext): Promise<void> {
  const { runtime, routes, signal } = context;
  await Promise.all(
    (['left', 'right'] as const).map(async (side) => {
      const route = routes[side];
      if (!route) return;
      const head = await runtime.sessions[side].source.head();
      await route.passed(head, signal);
    }),
  );
}

/** The trip that stops what the lane carries, its own or that of a lane which shares a route with it (E12). */
export function tripOf({ routes }: LaneContext): BreakerTrip | null {
  return routes.left?.trip ?? routes.right?.trip ?? null;
}
