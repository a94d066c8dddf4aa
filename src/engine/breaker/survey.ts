import type { Change } from '#core/change/change-event.ts';
import { comparePlaces, type Place, type Position, START } from '#core/change/position.ts';
import type { BreakerKind, BreakerPreview } from '#core/ledger/breaker-trip.ts';
import type { RoutedEvent } from '#core/ports/change-log.ts';
import type { Image, Row } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import { type DirectedLane, seenChanges } from '../apply/batch-plan.ts';
import { mappedRow } from '../plan/record-identity.ts';
import type { Risks } from './batch-risks.ts';
import { countAt } from './breaker-window.ts';
import { carriesDeletesFrom } from './carries-deletes-from.ts';
import { kindOf } from './kind-of.ts';

const MOST_SAMPLES = 100;
const MOST_TRANSACTIONS = 20;

type Streams = BreakerPreview['streams'][number];

/** Looks through what a stopped lane was about to do, and keeps figures and samples of it only (E16). */
export class Survey {
  readonly #directed: DirectedLane;
  readonly #isNew: (event: Place & { writer: string | null }) => boolean;
  readonly #counted: Place | undefined;
  readonly #streams = new Map<string, Streams>();
  readonly #samples: Record<BreakerKind, BreakerPreview['samples']> = { deletes: [], overwrites: [] };
  readonly #transactions: BreakerPreview['transactions'] = [];
  #transactionCount = 0;
  #position: Position = START;
  #complete = true;
  #reason = '';
  #truncated = 0;
  #lastTransaction: Position = START;
  /** Deletes and overwrites seen that no window has counted, for a limit to judge. */
  readonly risks: Risks = { deletes: new Map(), overwrites: new Map() };

  /**
   * @param directed the way that is stopped.
   * @param isNew whether the way still has to carry an event: neither its own echo nor applied before.
   * @param counted the last place that the windows have counted already, of a part that was not carried.
   * @param others streams of other lanes that wait behind it.
   */
  constructor(
    directed: DirectedLane,
    isNew: (event: Place & { writer: string | null }) => boolean,
    counted: Place | undefined,
    others: Iterable<string>,
  ) {
    this.#counted = counted;
    this.#directed = directed;
    this.#isNew = isNew;
    const own = directed.runtime.lane[directed.from].stream;
    for (const stream of new Set([own, ...others])) {
      this.#streams.set(stream, {
        stream,
        stopped: stream === own,
        insert: 0,
        update: 0,
        delete: 0,
        truncate: 0,
      });
    }
  }

  get #coded(): boolean {
    const { runtime, from } = this.#directed;
    return runtime.lane[from].view !== null;
  }

  /** Why the way is stopped; as often as it becomes clearer. */
  set reason(reason: string) {
    this.#reason = reason;
  }

  /** The stopped way has a truncation to carry. */
  get truncates(): boolean {
    return [...this.#streams.values()].some((stream) => stream.stopped && stream.truncate > 0);
  }

  /** Records that a truncation would delete. */
  set truncated(records: number) {
    this.#truncated = records;
  }

  /** The last transaction seen was seen to its end. */
  get complete(): boolean {
    return this.#complete;
  }

  get position(): Position {
    return this.#position;
  }

  add(events: readonly RoutedEvent[]): void {
    for (const event of events) {
      this.#position = event.position;
      this.#complete = event.kind === 'commit' || event.kind === 'heartbeat';
      if (event.kind === 'truncate') {
        for (const name of event.streams) this.#count(name, 'truncate', event);
      } else if (event.kind === 'change' && this.#count(event.stream, event.op, event)) {
        // Code is not run for what is only looked at: it is shown as the log has it.
        for (const change of this.#coded ? [event] : seenChanges(this.#directed, event)) this.#look(change);
      }
    }
  }

  /** @param kinds what the way is stopped for: the samples show it. */
  preview(kinds: readonly BreakerKind[]): BreakerPreview {
    return {
      reason: this.#reason,
      until: this.#position,
      complete: this.#complete,
      streams: [...this.#streams.values()].filter(
        (each) => each.stopped || each.insert + each.update + each.delete + each.truncate > 0,
      ),
      truncated: this.#truncated,
      transactionCount: this.#transactionCount,
      transactions: this.#transactions,
      samples: kinds.flatMap((kind) => this.#samples[kind]).slice(0, MOST_SAMPLES),
    };
  }

  /** @returns whether the event is one that the stopped way has to carry. */
  #count(
    name: string,
    op: 'insert' | 'update' | 'delete' | 'truncate',
    event: Place & { writer: string | null; commitTime: number },
  ): boolean {
    const stream = this.#streams.get(name);
    if (!stream) return false;
    if (stream.stopped && !this.#isNew(event)) return false;
    stream[op] += 1;
    if (!stream.stopped) return false;
    this.#countTransaction(event);
    return true;
  }

  #countTransaction({ position, commitTime }: Place & { commitTime: number }): void {
    if (this.#lastTransaction !== position) {
      this.#lastTransaction = position;
      this.#transactionCount += 1;
      if (this.#transactionCount <= MOST_TRANSACTIONS) {
        this.#transactions.push({ position, commitTime, changes: 0 });
      }
    }
    const last = this.#transactions.at(-1);
    if (last?.position === position) last.changes += 1;
  }

  #look(change: Change): void {
    const { runtime, from } = this.#directed;
    const { op } = change;
    const kind = kindOf(op);
    if (op === 'insert' || !kind || (op === 'delete' && !carriesDeletesFrom(this.#directed))) return;
    if (isBeyond(change, this.#counted)) countAt(this.risks[kind], change.commitTime);
    const samples = this.#samples[kind];
    if (samples.length >= MOST_SAMPLES) return;
    const image = (row: Image | null) =>
      row && (this.#coded ? knownFields(row) : mappedRow(runtime.lane, from, row));
    const found = change.before ?? change.after ?? {};
    const key: Row = {};
    for (const name of runtime.lane[from].key) put(key, name, found[name] ?? null);
    samples.push({
      op,
      key,
      before: image(change.before),
      after: image(change.after),
      position: change.position,
      commitTime: change.commitTime,
    });
  }
}

function knownFields(image: Image): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(image)) if (value !== undefined) put(row, name, value);
  return row;
}

/** Is the place beyond what was applied? */
export function isBeyond(event: Place, applied: Place | undefined): boolean {
  return !applied || comparePlaces(event, applied) > 0;
}
