import type { Change, Side } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import { absorbChange } from '#core/conflict/course.ts';
import { touch } from '#core/conflict/touch.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { FailurePlace } from '#core/ledger/failure-place.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import { parseRecordKey } from '#core/ledger/record-key.ts';
import type { Row } from '#core/values/value.ts';
import { nowMicros } from '#lib/micros.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import { asSeenOf } from './as-seen-of.ts';
import { beginPending } from './begin-pending.ts';
import { type LatestState, latestState } from './latest-state.ts';
import type { OwnWrites } from './own-writes.ts';
import { retryDelay } from './retry-delay.ts';

/** A record out of line, with what only the running engine needs to know of it. */
export type OpenRecord = {
  record: PendingRecord;
  /** When each side changed it, of the changes absorbed since it was last read (they may be in that reading or not). */
  unread: PendingRecord['touched'] | null;
  /** The earliest of these changes. */
  unreadDiffers: PendingRecord['differs'];
  /** What the absorbed changes last made of the record, by side, but for what both sides agreed on since; unknown where none was absorbed. */
  latest: Partial<Record<Side, LatestState | undefined>>;
  /** The store knows of it. A first sync's records need not be kept: its cursor brings them back. */
  stored: boolean;
  /** A reconcile has it in hand. */
  busy: boolean;
  /** What a meeting found out about it is not kept yet: no round takes it up before. */
  unkept: boolean;
  /** Both sides as a walk over the lane's records has just read them. */
  preread: { left: Row | null; right: Row | null } | null;
  /** The parked record of this flow that it waits behind, and those that wait behind it (E9). */
  behind: OpenRecord | null;
  dependants: Set<OpenRecord>;
};

/** The records of one lane that are out of line. All methods are synchronous: they are the lane's lock. */
export class OpenRecords {
  readonly #lane: CompiledLane;
  readonly #own: OwnWrites;
  readonly #goneUntil: Partial<Record<Side, Position>> = {};
  readonly #clockOffset: (side: Side) => number;
  readonly #records = new Map<string, OpenRecord>();
  #wake: (() => void) | null = null;
  /** Records touched while somebody reads, so that he does not trust what he read of them. */
  readonly #watches = new Set<Set<string>>();

  /** @param clockOffset microseconds that a side's clock is ahead of ours. */
  constructor(lane: CompiledLane, own: OwnWrites, clockOffset: (side: Side) => number) {
    this.#lane = lane;
    this.#own = own;
    this.#clockOffset = clockOffset;
  }

  get size(): number {
    return this.#records.size;
  }

  get(recordKey: string): OpenRecord | undefined {
    return this.#records.get(recordKey);
  }

  count(state: PendingRecord['state']): number {
    let count = 0;
    for (const open of this.#records.values()) if (open.stored && open.record.state === state) count += 1;
    return count;
  }

  /** Records that are being brought back in line, or will be at once. */
  busyCount(): number {
    const now = nowMicros();
    let count = 0;
    for (const open of this.#records.values()) if (open.busy || isDue(open.record, now)) count += 1;
    return count;
  }

  /** Brings back what the store holds: at the start, and when a person has decided. */
  restore(record: PendingRecord): void {
    const open = this.#records.get(record.recordKey);
    if (!open) {
      this.#records.set(record.recordKey, {
        record,
        unread: null,
        unreadDiffers: null,
        latest: {},
        stored: true,
        busy: false,
        unkept: false,
        preread: null,
        behind: null,
        dependants: new Set(),
      });
    } else {
      if ((record.decision?.at ?? 0) > (open.record.heard ?? 0)) open.record.decision = record.decision;
      // A person may ask for an earlier attempt; what has become due here since is not put off.
      if (open.record.state === 'parked') {
        open.record.nextAttemptAt = earlier(open.record.nextAttemptAt, record.nextAttemptAt);
      }
    }
    const current = this.#records.get(record.recordKey)?.record;
    // Whom it waits behind is known when it has been read.
    if (current?.code === 'WAITS_BEHIND') current.nextAttemptAt = nowMicros();
    if (current?.state === 'held' && current.decision) current.state = 'reconcile';
    this.#wake?.();
  }

  /** Opens a record whose change could not be applied as it came. */
  open(
    identity: RecordIdentity,
    from: { state: PendingRecord['state']; base: PendingRecord['base']; first: boolean },
    cause: { code: ErrorCode; detail: string; place?: FailurePlace | null; nextAttemptAt: number | null },
  ): OpenRecord {
    const waiting = this.#records.get(identity.recordKey);
    if (waiting) {
      // A key that passed from one record to another is one name with one base: what stood there first.
      if (waiting.record.base.kind === 'absent') waiting.record.base = from.base;
      return waiting;
    }
    const open: OpenRecord = {
      record: beginPending(this.#lane.id, identity, from.base, {
        ...cause,
        place: cause.place ?? null,
        state: from.state,
        first: from.first,
      }),
      unread: null,
      unreadDiffers: null,
      latest: {},
      stored: false,
      busy: false,
      unkept: false,
      preread: null,
      behind: null,
      dependants: new Set(),
    };
    this.#records.set(identity.recordKey, open);
    this.#wake?.();
    return open;
  }

  /**
   * What the side's log tells up to this position may be of a stream that is gone: it says nothing of what its
   * successor holds, and a record that is missing there was not deleted.
   */
  disregard(side: Side, until: Position): void {
    this.#goneUntil[side] = until;
  }

  /** Takes a change of an open record: both sides' current values will be read, and hold it. */
  absorb(open: OpenRecord, side: Side, change: Change): void {
    const { record } = open;
    const goneUntil = this.#goneUntil[side];
    if (goneUntil !== undefined && change.position <= goneUntil) {
      // Its line waits for an outcome all the same.
      open.unread ??= { left: {}, right: {} };
      record.revision += 1;
      this.#wake?.();
      return;
    }
    const seen = asSeenOf(this.#lane, side, side === 'left' ? record.leftKey : record.rightKey, change);
    open.latest[side] = latestState(this.#lane[side], open.latest[side], seen);
    const differs = { since: change.commitTime - this.#clockOffset(side), from: side };
    record.differs = earlierOf(record.differs, differs);
    open.unreadDiffers = earlierOf(open.unreadDiffers, differs);
    this.touch(open, side, seen, this.#own.isCrossed(side, [record.recordKey], change));
  }

  /**
   * Takes note that a side has changed an open record.
   * @param crossed see `absorbChange`; what no single change tells says nothing of the base.
   */
  touch(open: OpenRecord, side: Side, change: Parameters<typeof touch>[2], crossed = true): void {
    const { record } = open;
    const { base, touched } = absorbChange(record, side, change, this.#lane.fields, crossed);
    Object.assign(record, { base, touched });
    open.unread = touch(open.unread ?? { left: {}, right: {} }, side, change, this.#lane.fields);
    record.revision += 1;
    // New values may settle what was held or parked, so it is looked at again.
    if (record.state === 'held') record.state = 'reconcile';
    else if (record.state === 'parked' && record.code !== 'FLAPPING') record.nextAttemptAt = nowMicros();
    this.#wake?.();
  }

  /** Parked records of which this holds are tried again now, and those in hand once more. */
  retry(holds: (record: PendingRecord) => boolean): void {
    let found = false;
    for (const open of this.#records.values()) {
      const { record } = open;
      if ((record.state !== 'parked' && !open.busy) || !holds(record)) continue;
      if (open.busy) open.unread ??= { left: {}, right: {} };
      else record.nextAttemptAt = nowMicros();
      found = true;
    }
    if (found) this.#wake?.();
  }

  /**
   * No record of a side stands any more: what rests is looked at again, since nothing else may come of it.
   *
   * @returns all of them.
   */
  reconsider(): OpenRecord[] {
    const found = [...this.#records.values()].filter(({ record }) => record.code !== 'FLAPPING');
    for (const open of found) {
      const { record } = open;
      if (record.state === 'held') record.state = 'reconcile';
      else if (record.state === 'parked') record.nextAttemptAt = nowMicros();
      if (open.busy) open.unread ??= { left: {}, right: {} };
      record.revision += 1;
    }
    if (found.length > 0) this.#wake?.();
    return found;
  }

  /**
   * A meeting comes upon a record that is open already: what it finds out is kept before the next round, and a round
   * that has the record in hand is not the last one.
   */
  amend(open: OpenRecord): void {
    open.unkept = true;
    open.unread ??= { left: {}, right: {} };
    open.record.revision += 1;
  }

  /** A parked record is tried again now. */
  retryNow({ record }: OpenRecord): void {
    if (record.state === 'parked') record.nextAttemptAt = nowMicros();
    this.#wake?.();
  }

  /** An open record goes on under the name that it has now. */
  rename(open: OpenRecord, identity: RecordIdentity): void {
    this.#records.delete(open.record.recordKey);
    open.record.recordKey = identity.recordKey;
    open.record.leftKey = identity.left;
    open.record.rightKey = identity.right;
    this.#records.set(identity.recordKey, open);
  }

  /** A change of a record that is in line passes by. */
  note(recordKey: string): void {
    for (const watch of this.#watches) watch.add(recordKey);
  }

  startWatch(): Set<string> {
    const watch = new Set<string>();
    this.#watches.add(watch);
    return watch;
  }

  endWatch(watch: Set<string>): void {
    this.#watches.delete(watch);
  }

  /** Gives a record back that could not be settled: it stays open if anything but its opener knows of it. */
  release(open: OpenRecord): void {
    open.busy = false;
    open.preread = null;
    const { recordKey, revision } = open.record;
    if (!open.stored && revision === 1 && this.#records.get(recordKey) === open) this.close(recordKey);
    this.#wake?.();
  }

  /** The record is in line again; those that waited behind it are looked at now. */
  close(recordKey: string): void {
    for (const waiting of this.#records.get(recordKey)?.dependants ?? []) {
      waiting.behind = null;
      waiting.record.nextAttemptAt = nowMicros();
    }
    this.#records.delete(recordKey);
    // Whoever read it before has not seen what was written to it.
    this.note(recordKey);
  }

  /** Lets every parked record be tried again now, but for those that rest from being written for ever. */
  retryParked(): void {
    for (const { record } of this.#records.values()) {
      if (record.state === 'parked' && record.code !== 'FLAPPING') record.nextAttemptAt = nowMicros();
    }
    this.#wake?.();
  }

  /** Records to be reconciled now, oldest first, and marks them as in hand. */
  takeDue(limit: number): OpenRecord[] {
    const now = nowMicros();
    const due: OpenRecord[] = [];
    for (const open of this.#records.values()) {
      if (open.busy || open.unkept || open.preread || !isDue(open.record, now)) continue;
      open.busy = true;
      due.push(open);
      if (due.length === limit) break;
    }
    return due;
  }

  /** Resolves when something may have become due: on a change, or after `milliseconds`. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done, { once: true });
      this.#wake = done;
    });
  }
}

/** Lets a record wait until a parked one is in line (E9). */
export function waitBehind(open: OpenRecord, parent: OpenRecord): void {
  open.behind?.dependants.delete(open);
  open.behind = parent;
  parent.dependants.add(open);
  open.record.state = 'parked';
  open.record.code = 'WAITS_BEHIND';
  open.record.detail = `It refers to the record ${parseRecordKey(parent.record.recordKey).join(' / ')}, which is parked: ${parent.record.detail}`;
  open.record.place = null;
  open.record.nextAttemptAt = nowMicros() + retryDelay(open.record.attempts);
}

/** Have both sides agreed on it since? @param time microseconds since 1970 */
export function isAgreedSince({ agreed }: PendingRecord, time: number): boolean {
  return agreed !== null && agreed >= time;
}

/** Which of two disagreements began first. */
export function earlierOf(
  a: PendingRecord['differs'],
  b: PendingRecord['differs'],
): PendingRecord['differs'] {
  if (!a || !b) return a ?? b;
  return b.since < a.since ? b : a;
}

/** The earlier of two times; null is never. */
function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function isDue(record: PendingRecord, now: number): boolean {
  if (record.state === 'held') return false;
  if (record.state === 'parked' && record.nextAttemptAt === null) return false;
  return record.nextAttemptAt === null || record.nextAttemptAt <= now;
}
