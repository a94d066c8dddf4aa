import { otherSide } from '#core/change/change-event.ts';
import { type Place, type Position, START } from '#core/change/position.ts';
import { isLocked } from '#core/errors/is-locked.ts';
import type { ChangeLog, RoutedEvent } from '#core/ports/change-log.ts';
import type { LaneStore, Lease, MovedCount } from '#core/ports/lane-store.ts';
import type { Checkpoint, Target, Write, WriteOutcome } from '#core/ports/target.ts';
import { nowMicros } from '#lib/micros.ts';
import { agreedDigests } from './agreed-digests.ts';
import { type BatchPlan, type DirectedLane, planBatch } from './batch-plan.ts';
import type { LedgerLines } from './ledger-lines.ts';
import { planWrite } from './plan-write.ts';
import { restoreBeforeImages } from './restore-before-images.ts';
import { type SettledRecord, settleBatch } from './settle-batch.ts';
import { Waypoints } from './waypoints.ts';

/** Changes that one batch carries at most; a larger transaction is cut there (E2). */
const BATCH_LIMIT = 2_000;
/** Rows that somebody else holds are nobody's fault: the batch runs again at once, this often. */
const LOCK_RETRIES = 5;

export type RouteOptions = {
  lanes: DirectedLane[];
  target: Target;
  store: LaneStore;
  lease: Lease;
  lines: LedgerLines;
  log: ChangeLog;
  /** Called when everything up to `position` is durable on the target and in the ledger (E8). */
  onDurable: (position: Position) => void;
};

/**
 * Carries the changes of one source connection to one target connection of a flow: all lanes that
 * run between the two, so that a source transaction stays whole on the target (E2).
 */
export class Route {
  readonly #options: RouteOptions;
  readonly #byStream = new Map<string, DirectedLane[]>();
  readonly #places = new Map<string, Place>();
  readonly #waypoints = new Waypoints();
  #current: Promise<void> = Promise.resolve();

  constructor(options: RouteOptions) {
    this.#options = options;
    for (const directed of options.lanes) {
      const { stream } = directed.runtime.lane[directed.from];
      this.#byStream.set(stream, [...(this.#byStream.get(stream) ?? []), directed]);
    }
  }

  get log(): ChangeLog {
    return this.#options.log;
  }

  /** Streams that this route reads. */
  get streams(): string[] {
    return [...this.#byStream.keys()];
  }

  /** Everything at or before this position has been dealt with. */
  get position(): Position {
    return this.#waypoints.position;
  }

  /** Loads the checkpoints and puts this lease's epoch on them, which shuts every older runner out (E1). */
  async start(): Promise<void> {
    const { target, lease } = this.#options;
    const tags = this.#options.lanes.map((directed) => targetTag(directed));
    await target.prepare(tags);
    const stored = await target.checkpoints(tags);
    const checkpoints: Checkpoint[] = tags.map((tag) => {
      const place = stored.get(tag) ?? { position: START, ordinal: -1 };
      this.#places.set(tag, { position: place.position, ordinal: place.ordinal });
      return { tag, position: place.position, ordinal: place.ordinal, epoch: lease.epoch };
    });
    await target.apply({ writes: [], checkpoints, epoch: lease.epoch, settle: async () => {} });
  }

  /** Works until the log is closed. Throws what a restart of the flow must mend. */
  async run(): Promise<void> {
    for (;;) {
      const events = await this.#options.log.take(BATCH_LIMIT);
      if (events === null) return;
      this.#current = this.#process(events);
      await this.#current;
    }
  }

  /** Resolves when the batch in hand, if any, has ended, well or not. */
  async settled(): Promise<void> {
    await this.#current.catch(() => undefined);
  }

  /** Resolves when everything at or before `position` has been dealt with; rejects when the flow stops. */
  passed(position: Position, signal: AbortSignal): Promise<void> {
    return this.#waypoints.passed(position, signal);
  }

  async #process(events: RoutedEvent[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const plan = planBatch(
        events,
        (stream) => this.#byStream.get(stream) ?? [],
        (tag) => this.#places.get(tag),
      );
      try {
        if (plan.places.size > 0) await this.#apply(plan);
        break;
      } catch (error) {
        if (!isLocked(error) || attempt > LOCK_RETRIES) throw error;
      }
    }
    const boundary = events.findLast((event) => event.kind === 'commit' || event.kind === 'heartbeat');
    if (boundary) {
      this.#waypoints.reach(boundary.position);
      this.#options.onDurable(boundary.position);
    }
  }

  async #apply(plan: BatchPlan): Promise<void> {
    const { store, lease, lines, target } = this.#options;
    const capturedAt = nowMicros();
    await restoreBeforeImages(plan.records, store);
    const planned = plan.records.map(
      (record): SettledRecord => ({
        record,
        planned: planWrite(
          record.directed.runtime.lane,
          record.directed.from,
          record.folded,
          record.identity,
        ),
        outcome: null,
      }),
    );
    const writing = planned.filter((each) => each.planned.kind === 'write');
    const result: { batch?: ReturnType<typeof settleBatch>; moved: MovedCount[] } = { moved: [] };
    const settle = async (outcomes: WriteOutcome[]) => {
      for (const [index, each] of writing.entries()) each.outcome = outcomes[index] ?? null;
      result.batch = settleBatch(plan, planned, lines, capturedAt);
      result.moved = await store.commit(lease, result.batch.commit);
    };
    await target.apply({
      writes: writing.map((each) => (each.planned as { write: Write }).write),
      checkpoints: [...plan.places].map(([tag, place]) => ({ tag, ...place, epoch: lease.epoch })),
      epoch: lease.epoch,
      settle,
    });
    for (const [tag, place] of plan.places) this.#places.set(tag, place);
    const digests = agreedDigests(planned);
    if (digests.length > 0) await store.commit(lease, { digests });
    for (const open of result.batch?.opened ?? []) open.stored = true;
    for (const entry of result.batch?.entries ?? []) this.#meter(entry.laneId)?.count(entry);
    for (const moved of result.moved) this.#meter(moved.laneId)?.move(moved);
  }

  #meter(laneId: string) {
    return this.#options.lanes.find((directed) => directed.runtime.lane.id === laneId)?.runtime.meter;
  }
}

function targetTag(directed: DirectedLane): string {
  return directed.runtime.lane[otherSide(directed.from)].tag;
}
