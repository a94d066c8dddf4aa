import { type Change, otherSide, type Side } from '#core/change/change-event.ts';
import { type FoldedChange, fold } from '#core/change/fold.ts';
import { comparePlaces, type Place } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { RoutedEvent } from '#core/ports/change-log.ts';
import { withJoined } from '#core/transform/joined-columns.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import { openUnlinked } from '../links/open-unlinked.ts';
import { identifyChange, type RecordIdentity, unlinkedKey } from '../plan/record-identity.ts';
import { type OpenRecord, waitBehind } from '../reconcile/open-records.ts';
import { parkedParent } from '../reconcile/parked-parents.ts';
import { baseOf } from './base-of.ts';
import { enterByKey } from './enter-by-key.ts';
import { filterChange, known } from './filter-change.ts';
import { heedChange } from './heed-change.ts';
import { leaveByKey } from './leave-by-key.ts';

/** One way through a lane. */
export type DirectedLane = { runtime: LaneRuntime; from: Side };

/** A record's changes within a batch, to be written as one. */
export type PlannedRecord = {
  directed: DirectedLane;
  folded: FoldedChange;
  identity: { before: RecordIdentity; after: RecordIdentity };
  /** The name under which the other side could not hold it, until its key changed; null where there is none. */
  was: string | null;
  /** Stored digests of the last agreed values, where the log holds no complete old row. */
  digests: Record<string, { left: string; right: string }> | null;
};

/** What a batch holds, sorted by what is to be done about it. */
export type BatchPlan = {
  records: PlannedRecord[];
  absorbed: { directed: DirectedLane; change: Change; open: OpenRecord }[];
  /** Records opened besides those whose own write did not go through. */
  opened: OpenRecord[];
  /** Changes that nothing is written for: their record cannot be named, or has left the lane. */
  unnamed: { directed: DirectedLane; change: Change; error: SyncError; recordKey: string }[];
  truncates: {
    directed: DirectedLane;
    event: Extract<RoutedEvent, { kind: 'truncate' }>;
    /** Who discarded it, if the breaker had stopped it. */
    discardedBy: string | null;
  }[];
  /** Changes by which records got a key that the other side can hold, and the names that they had. */
  entered: Map<Change, string>;
  /** Deletes that changes come to by which records lost a key that the other side can hold; `unnamed` tells of these. */
  untold: Set<Change>;
  /** The last place per tag, of what was not applied before. */
  places: Map<string, Place>;
};

/**
 * Sorts a batch: drops the lane's own echoes (E6) and what its checkpoint covers (E7), sets the
 * changes of open records aside (E4, E9), and folds the rest by record.
 */
export function planBatch(
  events: RoutedEvent[],
  lanesOf: (stream: string) => DirectedLane[],
  appliedTo: (tag: string) => Place | undefined,
): BatchPlan {
  const plan: BatchPlan = {
    records: [],
    absorbed: [],
    opened: [],
    unnamed: [],
    truncates: [],
    entered: new Map(),
    untold: new Set(),
    places: new Map(),
  };
  const toFold = new Map<DirectedLane, Change[]>();
  const isNew = (directed: DirectedLane, event: Extract<RoutedEvent, { kind: 'change' | 'truncate' }>) => {
    if (!isToCarry(directed, event, appliedTo)) return false;
    const { tag } = directed.runtime.lane[otherSide(directed.from)];
    plan.places.set(tag, { position: event.position, ordinal: event.ordinal });
    return true;
  };
  for (const event of events) {
    if (event.kind === 'truncate') {
      for (const stream of event.streams) {
        for (const directed of lanesOf(stream)) {
          if (isNew(directed, event)) plan.truncates.push({ directed, event, discardedBy: null });
        }
      }
    } else if (event.kind === 'change') {
      for (const directed of lanesOf(event.stream)) {
        const own = isOwnWrite(directed, event);
        if (own) sawOwnWrite(directed, event);
        const told = own ? leftByOwnWrite(directed, event) : event;
        if (!told || !isNew(directed, told)) continue;
        for (const seen of own ? [told] : seenChanges(directed, told)) {
          const change = own ? seen : visibleChange(plan, directed, seen);
          if (change) sortChange(plan, toFold, directed, heedChange(directed, change));
        }
      }
    }
  }
  for (const [directed, changes] of toFold) foldInto(plan, directed, changes);
  return plan;
}

/**
 * The change as the lane sees it, through its code (which was run before) and with its joined columns; the change itself
 * in most lanes. Several where the code may make several records of a row.
 */
export function seenChanges({ runtime: { lane }, from }: DirectedLane, logged: Change): readonly Change[] {
  const { joined, view } = lane[from];
  const changes = view ? view.changesOf(logged) : [logged];
  if (joined.length === 0) return changes;
  return changes.map((change) => ({
    ...change,
    before: change.before && withJoined(change.before, joined),
    after: change.after && withJoined(change.after, joined, change.before),
  }));
}

/** The change as the side's filter lets it through; null where it does not. */
function visibleChange(plan: BatchPlan, directed: DirectedLane, change: Change): Change | null {
  const { runtime, from } = directed;
  const { filter } = runtime.lane[from];
  if (!filter) return change;
  const visible = filterChange(filter, change);
  if (visible === 'left') {
    const recordKey = unlinkedKey(runtime.lane, from, change.after ?? {});
    plan.unnamed.push({ directed, change, error: leftFilter, recordKey });
  }
  return typeof visible === 'string' ? null : visible;
}

/** Does the side's filter let the change through? */
export function isVisible(directed: DirectedLane, change: Change): boolean {
  const { filter } = directed.runtime.lane[directed.from];
  if (!filter) return true;
  return seenChanges(directed, change).some((seen) => typeof filterChange(filter, seen) !== 'string');
}

const leftFilter = new SyncError(
  'FILTERED',
  'It does not meet the filter any more; the other side keeps it.',
);

function isOwnWrite({ runtime: { lane }, from }: DirectedLane, { writer }: Change): boolean {
  return writer === lane[from].tag;
}

/** Must it be known what the change is, as the lane sees it? Of an echo, where it may have left the filter by it. */
export function isLookedAt(
  directed: DirectedLane,
  change: Change,
  appliedTo: (tag: string) => Place | undefined,
): boolean {
  const { filter } = directed.runtime.lane[directed.from];
  if (isOwnWrite(directed, change)) return filter !== null;
  return isToCarry(directed, change, appliedTo);
}

/** Neither the lane's own echo (E6) nor covered by its checkpoint (E7). */
export function isToCarry(
  { runtime: { lane }, from }: DirectedLane,
  event: Place & { writer: string | null },
  appliedTo: (tag: string) => Place | undefined,
): boolean {
  if (event.writer === lane[from].tag) return false;
  const applied = appliedTo(lane[otherSide(from)].tag);
  return !applied || comparePlaces(event, applied) > 0;
}

/** An echo ends the time in which changes of this side may cross the write that it comes from. */
function sawOwnWrite({ runtime: { lane, own }, from }: DirectedLane, echo: Change): void {
  try {
    const { before, after } = identifyChange(lane, from, echo);
    const renamed = before.recordKey !== after.recordKey;
    own.saw(from, renamed ? [before.recordKey, after.recordKey] : [after.recordKey], echo);
  } catch (error) {
    // A record whose link is gone since cannot be named; its write is forgotten when a head has passed.
    if (!(error instanceof SyncError)) throw error;
  }
}

/**
 * What the lane itself wrote may be why a record leaves the side's filter: where what leaves is deleted on
 * the other side, that is a change like any other's. Null for every other echo.
 */
function leftByOwnWrite(directed: DirectedLane, logged: Change): Change | null {
  const { filter } = directed.runtime.lane[directed.from];
  if (!filter || !logged.before || !logged.after) return null;
  // Only a lane that writes to the side has echoes there, and its code makes one record of each row.
  const [echo] = seenChanges(directed, logged);
  if (!echo?.before || !echo.after) return null;
  const seen = filterChange(filter, echo);
  if (typeof seen === 'string' || seen.op !== 'delete') return null;
  // The other side holds what was written from there.
  return { ...seen, before: { ...echo.before, ...known(echo.after) }, writer: null };
}

function sortChange(
  plan: BatchPlan,
  toFold: Map<DirectedLane, Change[]>,
  directed: DirectedLane,
  change: Change,
): void {
  const { lane, open } = directed.runtime;
  try {
    const identity = identifyChange(lane, directed.from, change);
    for (const name of new Set([identity.before.recordKey, identity.after.recordKey])) open.note(name);
    const waiting = open.get(identity.before.recordKey) ?? open.get(identity.after.recordKey);
    if (waiting) {
      open.absorb(waiting, directed.from, change);
      plan.absorbed.push({ directed, change, open: waiting });
      openRenamed(plan, directed, change, identity, waiting);
      return;
    }
    if (queueBehindParent(plan, directed, change, identity)) return;
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    const entering = enterByKey(lane, directed.from, change);
    if (entering?.insert) {
      plan.entered.set(entering.insert, entering.was);
      sortChange(plan, toFold, directed, entering.insert);
      return;
    }
    const name = unlinkedKey(lane, directed.from, change.after ?? change.before ?? {});
    const waiting = openUnlinked(directed.runtime, directed.from, change, error, name);
    if (waiting) plan.absorbed.push({ directed, change, open: waiting });
    else plan.unnamed.push({ directed, change, error, recordKey: name });
    const leaving = waiting ? null : leaveByKey(lane, directed.from, change);
    if (!leaving) return;
    plan.untold.add(leaving);
    sortChange(plan, toFold, directed, leaving);
    return;
  }
  const changes = toFold.get(directed);
  if (changes) changes.push(change);
  else toFold.set(directed, [change]);
}

/**
 * A record that refers to a parked one waits behind it, so that what was done later is not seen earlier
 * (E9). A delete may go ahead; so must a change whose log does not tell what was there before.
 */
function queueBehindParent(
  plan: BatchPlan,
  directed: DirectedLane,
  change: Change,
  identity: { before: RecordIdentity; after: RecordIdentity },
): boolean {
  const { runtime, from } = directed;
  if (change.op === 'delete' || !change.after) return false;
  const parent = parkedParent(runtime, from, change.after);
  if (!parent) return false;
  const base = baseOf(directed, change.op, change.before, null);
  if (base.kind === 'unknown') return false;
  const opened = runtime.open.open(
    identity.before,
    { state: 'parked', base, first: false },
    { code: 'WAITS_BEHIND', detail: '', nextAttemptAt: null },
  );
  runtime.open.absorb(opened, from, change);
  waitBehind(opened, parent);
  plan.absorbed.push({ directed, change, open: opened });
  openRenamed(plan, directed, change, identity, opened);
  return true;
}

/** A renamed record that waits must be looked at under its other name as well, also where that is open already. */
function openRenamed(
  plan: BatchPlan,
  directed: DirectedLane,
  change: Change,
  identity: { before: RecordIdentity; after: RecordIdentity },
  waiting: OpenRecord,
): void {
  if (identity.before.recordKey === identity.after.recordKey) return;
  const { open } = directed.runtime;
  for (const name of [identity.before, identity.after]) {
    if (open.get(name.recordKey) === waiting) continue;
    const opened = open.open(
      name,
      { state: 'reconcile', base: { kind: 'absent' }, first: false },
      { code: 'RECONCILING', detail: 'The record was renamed while it waited.', nextAttemptAt: null },
    );
    open.absorb(opened, directed.from, change);
    plan.opened.push(opened);
  }
}

/** The name under which the other side could not hold the record before. */
function nameBefore({ entered }: BatchPlan, { changes }: FoldedChange): string | null {
  const change = changes.find((each) => entered.has(each));
  return (change && entered.get(change)) ?? null;
}

function foldInto(plan: BatchPlan, directed: DirectedLane, changes: Change[]): void {
  const { lane } = directed.runtime;
  for (const folded of fold(changes, lane[directed.from].key)) {
    const first = folded.changes[0] as Change;
    const last = folded.changes.at(-1) as Change;
    // What stands on both sides now tells what has become of it.
    if (plan.untold.size > 0 && folded.changes.some((change) => plan.untold.has(change))) {
      folded.contested = true;
    }
    plan.records.push({
      directed,
      folded,
      identity: {
        before: identifyChange(lane, directed.from, first).before,
        after: identifyChange(lane, directed.from, last).after,
      },
      was: plan.entered.size > 0 ? nameBefore(plan, folded) : null,
      digests: null,
    });
  }
}
