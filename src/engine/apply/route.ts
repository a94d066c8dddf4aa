import { otherSide } from '#core/change/change-event.ts';
import { type Place, type Position, START } from '#core/change/position.ts';
import { isLocked } from '#core/errors/is-locked.ts';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import { applyBatch } from '#core/ports/apply-batch.ts';
import { type ChangeLog, isBoundary, type RoutedEvent } from '#core/ports/change-log.ts';
import type { LaneStore, Lease } from '#core/ports/lane-store.ts';
import type { Checkpoint, Target } from '#core/ports/target.ts';
import { beginSpan, inPart, type OpenSpan } from '#lib/tracing.ts';
import type { Breaker } from '../breaker/breaker.ts';
import type { LaneMeter } from '../meter/lane-meter.ts';
import type { DirectedLane } from './batch-plan.ts';
import type { LedgerLines } from './ledger-lines.ts';
import { OpenBatch } from './open-batch.ts';
import { type Part, preparePart } from './prepare-part.ts';
import { TakenEvents } from './taken-events.ts';
import { Waypoints } from './waypoints.ts';

/** Changes that are planned and written together at most. */
const PART_LIMIT = 2_000;
/**
 * While more waits, a batch takes up further transactions until it has so many parts. So many are kept
 * in case that it must run again; large values make small parts.
 */
const BATCH_PARTS = 5;
/** Rows that somebody else holds are nobody's fault: the batch runs again at once, this often. */
const LOCK_RETRIES = 5;

export type RouteOptions = {
  lanes: DirectedLane[];
  target: Target;
  store: LaneStore;
  lease: Lease;
  lines: LedgerLines;
  log: ChangeLog;
  breaker: Breaker;
  /** Called when everything up to `position` is durable on the target and in the ledger (E8). */
  onDurable: (position: Position) => void;
};

/**
 * Carries the changes of one source connection to one target connection of a flow: all lanes that
 * run between the two, so that a source transaction stays whole on the target (E2), however large.
 */
export class Route {
  readonly #options: RouteOptions;
  readonly #streams = new Set<string>();
  readonly #byStream = new Map<string, DirectedLane[]>();
  readonly #places = new Map<string, Place>();
  readonly #waypoints = new Waypoints();
  /**
   * Stored digests are written behind a commit and read before the next one, and rows are read
   * beside the target's transaction: such lanes commit part by part, and cut what is larger.
   */
  readonly #partByPart: boolean;
  #batch: OpenBatch | null = null;
  #span: OpenSpan | null = null;
  #taken = new TakenEvents(BATCH_PARTS);
  readonly #meters: Map<string, LaneMeter>;
  #inHand: PromiseWithResolvers<void> | null = null;
  #hold: PromiseWithResolvers<void> | null = null;

  constructor(options: RouteOptions) {
    this.#options = options;
    for (const directed of options.lanes) {
      const { stream } = directed.runtime.lane[directed.from];
      this.#streams.add(stream);
      if (isHeld(directed)) continue;
      this.#byStream.set(stream, [...(this.#byStream.get(stream) ?? []), directed]);
    }
    this.#meters = new Map(options.lanes.map(({ runtime }) => [runtime.lane.id, runtime.meter]));
    this.#partByPart = options.lanes.some(
      ({ runtime: { lane }, from }) => lane.needsDigests || lane[otherSide(from)].view !== null,
    );
  }

  get log(): ChangeLog {
    return this.#options.log;
  }

  /** Streams that this route reads, those included that lanes hold the log for. */
  get streams(): string[] {
    return [...this.#streams];
  }

  /** Those whose changes it deals with. */
  get carriedStreams(): string[] {
    return [...this.#byStream.keys()];
  }

  /** A lane waits for what its log tells meanwhile (E15): the source must not forget it. */
  get holdsLog(): boolean {
    return this.#options.lanes.some(isHeld);
  }

  /** The place that a lane side is applied to, durable on the target. */
  applied(tag: string): Place | undefined {
    return this.#places.get(tag);
  }

  /** Those streams of it that can be read now (E15). */
  get readableStreams(): string[] {
    return this.streams.filter((stream) =>
      this.#options.lanes.some(
        (directed) =>
          directed.runtime.lane[directed.from].stream === stream &&
          (isHeld(directed) || !directed.runtime.lane.broken[directed.from]),
      ),
    );
  }

  /** The trip that it is stopped by (E12); null while it runs. */
  get trip(): BreakerTrip | null {
    const trips = this.#options.lanes.map(({ runtime, from }) => runtime.trips[from]);
    return trips.find((trip) => trip !== null) ?? null;
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
    const lastWrites = new Map<string, number | null>();
    const checkpoints: Checkpoint[] = tags.map((tag) => {
      const place = stored.get(tag) ?? { position: START, ordinal: -1, at: null };
      lastWrites.set(tag, place.at);
      this.#places.set(tag, { position: place.position, ordinal: place.ordinal });
      return { tag, position: place.position, ordinal: place.ordinal, epoch: lease.epoch };
    });
    await applyBatch(target, { writes: [], checkpoints, epoch: lease.epoch });
    for (const { runtime, from } of this.#options.lanes) {
      const side = otherSide(from);
      runtime.own.restore(side, lastWrites.get(runtime.lane[side].tag) ?? null);
    }
  }

  /** Works until the log is closed. Throws what a restart of the flow must mend. */
  async run(): Promise<void> {
    try {
      for (;;) {
        const events = await this.#options.log.take(PART_LIMIT);
        if (events === null) return;
        // A batch that has begun is carried to its end.
        while (this.#hold && !this.#inHand) await this.#hold.promise;
        this.#inHand ??= Promise.withResolvers();
        await this.#carry(events);
      }
    } finally {
      await this.#abandon();
      this.#letGo();
    }
  }

  /** Resolves when the batch in hand, if any, has ended, well or not. */
  async settled(): Promise<void> {
    await this.#inHand?.promise;
  }

  /** Resolves when the batch in hand has ended; no other begins before the returned function is called. */
  async hold(): Promise<() => void> {
    while (this.#hold) await this.#hold.promise;
    const hold = Promise.withResolvers<void>();
    this.#hold = hold;
    await this.settled();
    return () => {
      this.#hold = null;
      hold.resolve();
    };
  }

  /** Resolves when everything at or before `position` has been dealt with; rejects when the flow stops. */
  passed(position: Position, signal: AbortSignal): Promise<void> {
    return this.#waypoints.passed(position, signal);
  }

  async #carry(events: RoutedEvent[]): Promise<void> {
    this.#taken.add(events);
    for (let attempt = 0; ; attempt += 1) {
      try {
        // A batch that was lost to a lock begins anew with everything that it had taken.
        for (const part of this.#batch ? [events] : this.#taken.parts) await this.#write(part);
        if (this.#endsBatch(events)) await this.#commit(events);
        return;
      } catch (error) {
        await this.#abandon();
        if (!isLocked(error) || attempt >= LOCK_RETRIES || !this.#taken.complete) throw error;
      }
    }
  }

  /** Plans a part while the one before is written, and hands it to the batch. */
  async #write(events: RoutedEvent[]): Promise<void> {
    if (!this.#batch) {
      const meterOf = (laneId: string) => this.#meters.get(laneId);
      this.#batch = new OpenBatch({ ...this.#options, meterOf, span: () => this.#span });
    }
    this.#span ??= this.#beginSpan(events);
    let part = await inPart(this.#span, 'plan', () => this.#prepare(events));
    if ((await this.#batch.written()).opened) part = await this.#prepare(events);
    if (part.plan.places.size === 0) return;
    const stopped = await this.#options.breaker.admit({ ...part, events }, (tag) => this.#places.get(tag));
    if (stopped) await stopped(await this.#setDown(events));
    this.#batch.write(part);
  }

  /**
   * Ends the batch before a part that may not be written: whole transactions become visible, half of one
   * does not. @returns the parts that were not carried.
   */
  async #setDown(events: RoutedEvent[]): Promise<readonly RoutedEvent[][]> {
    const before = this.#taken.parts.at(this.#taken.parts.indexOf(events) - 1);
    if (before && before !== events && isBoundary(before.at(-1))) {
      await this.#commit(before);
      return [events];
    }
    const { parts } = this.#taken;
    await this.#abandon();
    this.#letGo();
    return parts;
  }

  #prepare(events: RoutedEvent[]): Promise<Part> {
    return preparePart(
      events,
      (stream) => this.#byStream.get(stream) ?? [],
      (tag) => this.#places.get(tag),
      this.#options.store,
    );
  }

  /** At a transaction's end, unless so much more waits that a common commit is worth the wait. */
  #endsBatch(events: RoutedEvent[]): boolean {
    if (this.#partByPart) return true;
    if (!isBoundary(events.at(-1))) return false;
    return this.#options.log.waiting < PART_LIMIT || this.#taken.full;
  }

  async #commit(events: RoutedEvent[]): Promise<void> {
    const places = await this.#batch?.commit();
    this.#batch = null;
    this.#endSpan();
    for (const [tag, place] of places ?? []) this.#places.set(tag, place);
    this.#taken = new TakenEvents(BATCH_PARTS);
    const boundary = events.findLast((event) => event.kind === 'commit' || event.kind === 'heartbeat');
    if (boundary) {
      for (const { runtime, from } of this.#options.lanes) runtime.own.passed(from, boundary.position);
      this.#waypoints.reach(boundary.position);
      this.#options.onDurable(boundary.position);
    }
    this.#letGo();
  }

  async #abandon(): Promise<void> {
    await this.#batch?.abandon();
    this.#batch = null;
    this.#endSpan('abandoned');
  }

  /**
   * The span of a batch, from the part with its first change on; null before. `feed` is from the commit of that change, by
   * the source's clock.
   */
  #beginSpan(events: RoutedEvent[]): OpenSpan | null {
    const { lanes, lease } = this.#options;
    const first = events.find((event) => event.kind === 'change');
    if (!first) return null;
    const span = beginSpan('batch', () => ({
      'syncline.flow': lease.flowId,
      'syncline.lanes': lanes.map(({ runtime }) => runtime.lane.id),
      'syncline.side': lanes[0]?.from ?? '',
      'syncline.changes': events.filter(({ kind }) => kind === 'change').length,
    }));
    span?.past('feed', first.commitTime / 1000);
    return span;
  }

  #endSpan(code?: string): void {
    this.#span?.end(code && { code });
    this.#span = null;
  }

  #letGo(): void {
    this.#inHand?.resolve();
    this.#inHand = null;
  }
}

function targetTag(directed: DirectedLane): string {
  return directed.runtime.lane[otherSide(directed.from)].tag;
}

/** Does the lane wait, with its log kept, until its side is whole again? */
function isHeld({ runtime, from }: DirectedLane): boolean {
  return runtime.lane.broken[from]?.holdsLog === true;
}
