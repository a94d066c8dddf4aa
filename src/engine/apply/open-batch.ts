import type { Change } from '#core/change/change-event.ts';
import type { Place } from '#core/change/position.ts';
import type { DigestsAhead, LaneStore, Lease } from '#core/ports/lane-store.ts';
import type { Target, TargetTransaction, Write, WriteOutcome } from '#core/ports/target.ts';
import { nowMicros } from '#lib/micros.ts';
import { inPart, type OpenSpan } from '#lib/tracing.ts';
import { CarriedTally } from '../meter/carried-tally.ts';
import type { LaneMeter } from '../meter/lane-meter.ts';
import { ClaimedWrites } from './claimed-writes.ts';
import { digestsAhead } from './digests-ahead.ts';
import type { LedgerLines } from './ledger-lines.ts';
import type { Part } from './prepare-part.ts';
import { type SettledRecord, settleBatch } from './settle-batch.ts';

export type BatchSurroundings = {
  target: Target;
  store: LaneStore;
  lease: Lease;
  lines: LedgerLines;
  meterOf: (laneId: string) => LaneMeter | undefined;
  /** Of the whole batch, once a change is in it; null until then, and where nothing is traced. */
  span: () => OpenSpan | null;
};

/**
 * One transaction on the target, written part by part. While the target writes one part, the ledger
 * of the part before is written to the store, and the next part can be planned. It becomes visible
 * only when the ledger of every part is durable (E8).
 */
export class OpenBatch {
  readonly #around: BatchSurroundings;
  readonly #parts: Part[] = [];
  #transaction: Promise<TargetTransaction> | null = null;
  #written: Promise<void> = Promise.resolve();
  #ledger: Promise<void> = Promise.resolve();
  #opened = false;
  /** Digests that count once it is committed. */
  readonly #ahead: DigestsAhead[] = [];
  readonly #claims = new ClaimedWrites();
  readonly #carried = new CarriedTally();

  constructor(around: BatchSurroundings) {
    this.#around = around;
  }

  /**
   * Resolves when the part before has been written, with whether that opened a record: what was planned
   * meanwhile knew nothing of it. Rejects with what that part, or a ledger, failed on.
   */
  async written(): Promise<{ opened: boolean }> {
    await this.#written;
    return { opened: this.#opened };
  }

  /** Starts to write a part; the one before must have been written. */
  write(part: Part): void {
    this.#parts.push(part);
    this.#written = this.#write(part);
    // Met by whoever awaits `written` or `commit`.
    this.#written.catch(() => undefined);
  }

  /**
   * Makes everything durable and visible.
   * @returns the place reached per tag.
   */
  async commit(): Promise<Map<string, Place>> {
    await this.#written;
    await this.#ledger;
    await inPart(this.#around.span(), 'commit', async () => (await this.#transaction)?.commit());
    this.#claims.end(true);
    this.#carried.show(nowMicros());
    if (this.#ahead.length > 0) {
      const digests = this.#ahead.flatMap((each) => each.digests);
      await this.#around.store.commit(this.#around.lease, { digests, ahead: { remove: this.#ahead } });
    }
    return new Map(this.#parts.flatMap((part) => [...part.plan.places]));
  }

  /** Undoes what was written to the target. Does not reject: what led here tells more. */
  async abandon(): Promise<void> {
    await this.#written.catch(() => undefined);
    await this.#ledger.catch(() => undefined);
    const transaction = await this.#transaction?.catch(() => null);
    await transaction?.rollback();
    this.#claims.end(false);
  }

  async #write(part: Part): Promise<void> {
    const { lease, target, span } = this.#around;
    this.#transaction ??= target.begin();
    const transaction = await this.#transaction;
    this.#claims.claim(part.planned);
    const writing = part.planned.filter((each) => each.planned.kind === 'write');
    const apply = () =>
      transaction.write({
        writes: writing.map((each) => (each.planned as { write: Write }).write),
        checkpoints: [...part.plan.places].map(([tag, place]) => ({ tag, ...place, epoch: lease.epoch })),
        epoch: lease.epoch,
      });
    const outcomes: WriteOutcome[] = await inPart(span(), 'apply', apply);
    for (const [index, each] of writing.entries()) each.outcome = outcomes[index] ?? null;
    this.#claims.settle();
    // One ledger at a time bounds what waits in memory (E16).
    await this.#ledger;
    this.#opened = this.#settle(part);
  }

  /** Sends the part's ledger on its way. @returns whether the part opened a record. */
  #settle(part: Part): boolean {
    const { lease, lines, meterOf, store, span } = this.#around;
    const { commit, entries, opened } = settleBatch(part.plan, part.planned, lines, part.capturedAt);
    for (const each of part.planned) noteCarried(this.#carried, each);
    const ahead = digestsAhead(part);
    this.#ahead.push(...ahead);
    const keep = async () => {
      const kept = ahead.length > 0 ? { ...commit, ahead: { put: ahead } } : commit;
      const moved = await inPart(span(), 'settle', () => store.commit(lease, kept));
      for (const open of opened) open.stored = true;
      const now = nowMicros();
      for (const entry of entries) meterOf(entry.laneId)?.count(entry, now);
      for (const each of moved) meterOf(each.laneId)?.move(each);
    };
    this.#ledger = keep();
    this.#ledger.catch(() => undefined);
    release(part);
    return opened.length > 0;
  }
}

/** What was written, or stood on the target already; only a write ends a disagreement. */
function noteCarried(tally: CarriedTally, { record, planned, outcome }: SettledRecord): void {
  if (planned.kind !== 'write') return;
  const written = outcome?.status === 'applied';
  if (!written && outcome?.status !== 'unchanged') return;
  const { directed, folded } = record;
  const { meter } = directed.runtime;
  for (let index = 0; index < folded.changes.length; index += 1) {
    // The record differs from its first change on, and agrees once for all of them.
    tally.note(
      meter,
      directed.from,
      (folded.changes[index] as Change).commitTime,
      1,
      written && index === 0 ? 1 : 0,
    );
  }
}

/** What only the ledger needed is not kept until the commit: a batch may be of any size (E16). */
function release(part: Part): void {
  part.planned = [];
  part.plan.records = [];
  part.plan.absorbed = [];
}
