import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { verifyCounts } from '#core/ledger/verify-counts.ts';
import type { LaneReport } from '#core/ledger/verify-report.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { FlowEngine } from '#engine/flow-engine.ts';
import { isBroken } from '#engine/plan/compiled-lane.ts';
import type { LaneContext } from '#engine/reconcile/lane-routes.ts';
import { verifyLane } from '#engine/verify/verify-lane.ts';
import { nowMicros } from '#lib/micros.ts';
import { awaitArrival } from '../operations/running-lane.ts';

/** Milliseconds between two walks over everything, and until a flow is looked at that cannot be compared now. */
const BETWEEN_WALKS = 60_000;
const LOOK_AGAIN = 1_000;
/** After each part it rests so many times as long as the part took, at least so long (milliseconds): it costs little. */
const REST_SHARE = 9;
const SHORTEST_REST = 200;

/** Compares both sides of a running flow again and again at a low rate, while that is asked for. */
export class ContinuousVerify {
  readonly #logger: Logger;
  readonly #betweenWalks: number;
  /** Is it asked for now? */
  on = false;
  /** What the last whole walk found. */
  last: FlowStatus['verified'] = null;

  constructor(logger: Logger, betweenWalks = BETWEEN_WALKS) {
    this.#logger = logger;
    this.#betweenWalks = betweenWalks;
  }

  /** Walks until `signal` aborts. Never rejects: a fault of a connection is the engine's to tell, and ends one walk. */
  async follow(engine: FlowEngine, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const lanes = this.on ? comparable(engine) : null;
      if (lanes) {
        try {
          const found = await this.#walk(lanes, signal);
          if (found) this.last = { at: nowMicros(), ...verifyCounts({ lanes: found }) };
        } catch (err) {
          if (!signal.aborted) this.#logger.warn({ err }, 'a continuous verify was not finished');
        }
      }
      const until = Date.now() + (lanes ? this.#betweenWalks : LOOK_AGAIN);
      while (Date.now() < until && !signal.aborted && (this.on || !lanes)) await rest(LOOK_AGAIN, signal);
    }
  }

  /** One walk over all lanes; null when it was switched off on the way. */
  async #walk(lanes: readonly LaneContext[], signal: AbortSignal): Promise<LaneReport[] | null> {
    const reports: LaneReport[] = [];
    for (const lane of lanes) {
      let began = Date.now();
      const report = await verifyLane({
        lane: lane.runtime.lane,
        sessions: lane.runtime.sessions,
        settle: () => awaitArrival(lane, signal),
        pendingKeys: async () =>
          new Set((await lane.store.pending(lane.runtime.lane.id)).map((record) => record.recordKey)),
        onProgress: () => undefined,
        pace: async () => {
          await rest(Math.max(SHORTEST_REST, (Date.now() - began) * REST_SHARE), signal);
          began = Date.now();
          return this.on;
        },
        signal,
      });
      if (!this.on) return null;
      reports.push(report);
    }
    return reports;
  }
}

/** The flow's lanes when all of them run and have met their data; else there is nothing to compare yet. */
function comparable(engine: FlowEngine): readonly LaneContext[] | null {
  const { lanes } = engine;
  const ready = lanes.every(({ runtime }) => runtime.firstSync?.phase === 'done' && !isBroken(runtime.lane));
  return ready ? lanes : null;
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined); // the walk looks at the signal itself
}
