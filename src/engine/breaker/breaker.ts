import { setTimeout as sleep } from 'node:timers/promises';
import { otherSide, type Side } from '#core/change/change-event.ts';
import type { Place } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { defaultBreaker } from '#core/flow/breaker.ts';
import type { BreakerKind, BreakerTrip } from '#core/ledger/breaker-trip.ts';
import { type ChangeLog, isBoundary, type RoutedEvent } from '#core/ports/change-log.ts';
import type { LaneStore, Lease } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import type { BatchPlan, DirectedLane } from '../apply/batch-plan.ts';
import type { SettledRecord } from '../apply/settle-batch.ts';
import { batchRisks } from './batch-risks.ts';
import { BreakerLimit } from './breaker-limit.ts';
import { carriesDeletesFrom } from './carries-deletes-from.ts';
import { discardRecords } from './discard-records.ts';
import { isBeyond, Survey } from './survey.ts';

/** Events that are looked through at a time. */
const SURVEY_EVENTS = 2_000;
/** How often what has been seen so far is written down, milliseconds. */
const WRITE_EVERY = 500;

export type BreakerOptions = {
  /** The ways through lanes that share a route. */
  lanes: DirectedLane[];
  store: LaneStore;
  lease: Lease;
  log: ChangeLog;
  /** Stops the flow's engine, so that another one starts from the checkpoints. */
  restart: () => void;
};

/** A part of a batch that is about to be written. */
type Admission = { events: RoutedEvent[]; plan: BatchPlan; planned: SettledRecord[] };

/** How far a tag's lane is applied. */
type AppliedTo = (tag: string) => Place | undefined;

/**
 * What is to be done about a part that may not be written: looks through what was not carried and
 * whatever follows, until the flow is stopped, and then throws `FLOW_NOT_RUNNING`.
 */
export type Stopped = (parts: readonly RoutedEvent[][]) => Promise<never>;

/** Limits that were passed, and how. */
type Passed = { kinds: BreakerKind[]; reason: string };

type Guarded = {
  directed: DirectedLane;
  limits: BreakerLimit[];
  trip: BreakerTrip | null;
  /** The last place that was counted: a batch that is tried again is not counted again. */
  counted: Place | undefined;
};

/**
 * Stands before the writes of a route (E12). A batch that would pass a lane's limit is not written, nor is
 * anything behind it: what is left of the log is looked through, for people to see what the lane was about
 * to do, and read again from the checkpoints once they have decided.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #guarded: Guarded[];

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#guarded = options.lanes.flatMap((directed) => {
      const limits = limitsOf(directed);
      return limits.length > 0 ? [{ directed, limits, trip: null, counted: undefined }] : [];
    });
  }

  /** Takes up what the store holds: a lane that was stopped stays so. */
  async start(): Promise<void> {
    for (const guarded of this.#guarded) guarded.trip = await this.#stored(guarded);
    for (const guarded of this.#guarded) this.#show(guarded);
  }

  /** Has a person decided about a lane that is stopped? */
  async isDecided(): Promise<boolean> {
    for (const guarded of this.#guarded) {
      if (guarded.trip?.state !== 'tripped') continue;
      if ((await this.#stored(guarded))?.state !== 'tripped') return true;
    }
    return false;
  }

  /**
   * Takes what was discarded out of a part, and counts the rest.
   * @returns null where the part may be written.
   */
  async admit(part: Admission, appliedTo: AppliedTo): Promise<Stopped | null> {
    for (const guarded of this.#guarded) {
      const place = part.plan.places.get(targetTag(guarded.directed));
      if (!place) continue;
      const { trip, directed } = guarded;
      const stop =
        (known: Passed): Stopped =>
        (parts) =>
          this.#hold(guarded, parts, appliedTo, known);
      if (trip?.state === 'tripped') return stop({ kinds: trip.kinds, reason: trip.preview.reason });
      if (trip?.state === 'discarded') discardRecords(trip, directed, part.plan, part.planned);
      if (!isBeyond(place, guarded.counted)) continue;
      const passed = await this.#count(guarded, part);
      if (passed) return stop(passed);
      guarded.counted = place;
    }
    return null;
  }

  /** @returns null within the limits; no kinds where it takes the rest of a transaction to tell. */
  async #count({ directed, limits, trip }: Guarded, part: Admission): Promise<Passed | null> {
    const decided = trip?.state === 'approved' || trip?.state === 'discarded' ? trip.until : '';
    const risks = batchRisks(directed, part.plan, part.planned, (position) => position > decided);
    const ends = isBoundary(part.events.at(-1));
    const truncates =
      carriesDeletesFrom(directed) &&
      part.plan.truncates.some((each) => each.directed === directed && each.event.position > decided);
    const looked = trip?.state === 'within' && part.events.every((event) => event.position <= trip.until);
    for (const limit of looked ? [] : limits) {
      const truncated = limit.kind === 'deletes' && truncates ? await limit.allRows() : 0;
      const verdict = await limit.judge(risks[limit.kind], truncated, ends);
      if (verdict.kind === 'more') return { kinds: [], reason: '' };
      if (verdict.kind === 'passed') return { kinds: [limit.kind], reason: verdict.reason };
    }
    for (const limit of limits) limit.admit(risks[limit.kind]);
    return null;
  }

  /** Looks the log through, from these parts on. Never returns. */
  async #hold(
    guarded: Guarded,
    parts: readonly RoutedEvent[][],
    appliedTo: AppliedTo,
    known: Passed,
  ): Promise<never> {
    const { log, restart } = this.#options;
    const survey = this.#survey(guarded, appliedTo);
    let trip = guarded.trip?.state === 'tripped' ? guarded.trip : null;
    let unsaid = true;
    let saidAt = 0;
    for (const events of parts) survey.add(events);
    let taking = log.take(SURVEY_EVENTS);
    for (;;) {
      if (unsaid && Date.now() - saidAt > WRITE_EVERY) {
        const passed = await this.#judge(guarded, survey);
        const kinds = [...new Set([...known.kinds, ...passed.kinds])];
        if (kinds.length > 0) {
          survey.reason = passed.reason || known.reason;
          trip = await this.#keep(guarded, survey, 'tripped', kinds, trip);
        } else if (survey.complete) {
          await this.#keep(guarded, survey, 'within', [], null);
          restart();
        }
        unsaid = false;
        saidAt = Date.now();
      }
      const events = await Promise.race([taking, sleep(WRITE_EVERY, 'nothing new' as const)]);
      if (events === null) throw new SyncError('FLOW_NOT_RUNNING', 'The flow was stopped.');
      if (events === 'nothing new') continue;
      survey.add(events);
      unsaid = true;
      taking = log.take(SURVEY_EVENTS);
    }
  }

  #survey({ directed, counted }: Guarded, appliedTo: AppliedTo): Survey {
    const { lane } = directed.runtime;
    const own = lane[directed.from].tag;
    const applied = appliedTo(targetTag(directed));
    const others = this.#options.lanes.map((each) => each.runtime.lane[each.from].stream);
    return new Survey(directed, (event) => event.writer !== own && isBeyond(event, applied), counted, others);
  }

  async #judge({ directed, limits }: Guarded, survey: Survey): Promise<Passed> {
    const kinds: BreakerKind[] = [];
    const reasons: string[] = [];
    for (const limit of limits) {
      const isTruncated = limit.kind === 'deletes' && survey.truncates && carriesDeletesFrom(directed);
      const truncated = isTruncated ? await limit.allRows() : 0;
      if (isTruncated) survey.truncated = truncated;
      const verdict = await limit.judge(survey.risks[limit.kind], truncated, survey.complete);
      if (verdict.kind !== 'passed') continue;
      kinds.push(limit.kind);
      reasons.push(verdict.reason);
    }
    return { kinds, reason: reasons.join(' ') };
  }

  /** Writes a trip down, or what has become known of it since. */
  async #keep(
    guarded: Guarded,
    survey: Survey,
    state: 'tripped' | 'within',
    kinds: BreakerKind[],
    earlier: BreakerTrip | null,
  ): Promise<BreakerTrip> {
    const { store, lease } = this.#options;
    // After a restart the log is looked through anew: until that has come as far, the earlier account stands.
    const all = [...new Set([...(earlier?.kinds ?? []), ...kinds])];
    const preview = survey.preview(all);
    if (earlier && earlier.until > preview.until) return earlier;
    const trip: BreakerTrip = {
      laneId: guarded.directed.runtime.lane.id,
      side: guarded.directed.from,
      state,
      kinds: all,
      trippedAt: earlier?.trippedAt ?? nowMicros(),
      preview,
      until: preview.until,
      decidedBy: null,
      decidedAt: null,
    };
    await store.commit(lease, { trips: [trip] });
    guarded.trip = trip;
    this.#show(guarded);
    return trip;
  }

  async #stored({ directed }: Guarded): Promise<BreakerTrip | null> {
    const trips = await this.#options.store.trips(directed.runtime.lane.id);
    return trips.find((trip) => trip.side === directed.from) ?? null;
  }

  #show({ directed, trip }: Guarded): void {
    directed.runtime.trips[directed.from] = trip?.state === 'tripped' ? trip : null;
  }
}

function limitsOf(directed: DirectedLane): BreakerLimit[] {
  const { lane, sessions } = directed.runtime;
  const breaker = lane.plan.breaker ?? defaultBreaker;
  if (breaker === 'off') return [];
  const to: Side = otherSide(directed.from);
  const { stream } = lane[to];
  return (['deletes', 'overwrites'] as const)
    .filter((kind) => breaker[kind] !== 'off')
    .map((kind) => {
      const countRows = (atMost: number) => sessions[to].source.count({ stream, atMost });
      return new BreakerLimit(kind, breaker, `${lane[to].connection} ${stream}`, countRows);
    });
}

function targetTag({ runtime, from }: DirectedLane): string {
  return runtime.lane[otherSide(from)].tag;
}
