import type { ChangeEvent } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Feed } from '#core/ports/source.ts';
import type { MemorySlot, MemorySystem, MemoryTransaction } from './memory-system.ts';

/** A read of a memory system's log. */
export class MemoryFeed implements Feed {
  readonly events: AsyncIterable<ChangeEvent[]>;
  readonly #system: MemorySystem;
  readonly #slot: MemorySlot;
  readonly #streams: Set<string>;
  readonly #told = new Set<string>();
  #closed = false;
  #wake: (() => void) | null = null;

  constructor(system: MemorySystem, slot: MemorySlot, streams: string[]) {
    if (slot.open) throw new SyncError('SLOT_BUSY', 'Somebody else reads this feed.');
    slot.open = true;
    this.#system = system;
    this.#slot = slot;
    this.#streams = new Set(streams);
    this.events = this.#read();
  }

  acknowledge(position: Position): void {
    if (position > this.#slot.acknowledged) this.#slot.acknowledged = position;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#slot.open = false;
    this.#wake?.();
  }

  async *#read(): AsyncGenerator<ChangeEvent[]> {
    const stop = this.#system.onCommit(() => this.#wake?.());
    let next = this.#system.log.findIndex(({ position }) => position > this.#slot.acknowledged);
    if (next < 0) next = this.#system.log.length;
    try {
      while (!this.#closed) {
        if (next === this.#system.log.length) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          continue;
        }
        yield this.#deliver(this.#system.log[next++]!);
      }
    } finally {
      stop();
      await this.close();
    }
  }

  #deliver({ position, commitTime, entries }: MemoryTransaction): ChangeEvent[] {
    const events: ChangeEvent[] = [{ kind: 'begin', position, commitTime }];
    let ordinal = 0;
    let writer: string | null = null;
    for (const entry of entries) {
      if (entry.kind === 'mark') {
        writer = entry.tag;
        continue;
      }
      const since = this.#slot.since.get(entry.stream);
      if (!this.#streams.has(entry.stream) || since === undefined || position <= since) continue;
      if (entry.kind === 'truncate') {
        events.push({
          kind: 'truncate',
          position,
          ordinal: ordinal++,
          commitTime,
          streams: [entry.stream],
          writer,
        });
        continue;
      }
      if (!this.#told.has(entry.stream)) {
        this.#told.add(entry.stream);
        const { fields } = this.#system.tables.stream(entry.stream).schema;
        events.push({
          kind: 'schema',
          stream: entry.stream,
          fields: fields.map(({ name, nativeType }) => ({ name, nativeType })),
        });
      }
      events.push({ ...entry, position, ordinal: ordinal++, commitTime, writer });
    }
    events.push({ kind: 'commit', position, commitTime });
    return events;
  }
}
