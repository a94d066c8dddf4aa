import { randomUUID } from 'node:crypto';
import { START } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type {
  Checkpoint,
  LoadRequest,
  StoredCheckpoint,
  Target,
  TargetTransaction,
  Write,
  WriteBatch,
  WriteOutcome,
} from '#core/ports/target.ts';
import { textCast } from '#core/values/cast-table.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { leadingValues } from '#core/values/text-rows.ts';
import type { Row, Value } from '#core/values/value.ts';
import type { MemoryEntry, MemorySystem } from './memory-system.ts';
import type { MemoryTables } from './memory-tables.ts';

/** The writing half of a memory system: each write by itself, in source order. */
export class MemoryTarget implements Target {
  readonly #system: MemorySystem;
  #lastKey = 0;

  constructor(system: MemorySystem) {
    this.#system = system;
  }

  async prepare(tags: string[]): Promise<void> {
    const { checkpoints } = this.#system;
    for (const tag of tags) {
      if (!checkpoints.has(tag)) checkpoints.set(tag, { tag, position: START, ordinal: -1, epoch: 0 });
    }
  }

  async checkpoints(tags: string[]): Promise<Map<string, StoredCheckpoint>> {
    const { checkpoints, written } = this.#system;
    return new Map(
      tags.flatMap((tag) => {
        const place = checkpoints.get(tag);
        return place ? [[tag, { ...place, at: written.get(tag) ?? null }]] : [];
      }),
    );
  }

  /** Its streams are what the test says. */
  readonly tables = null;

  async takeKeys(stream: string, field: string, count: number): Promise<string[]> {
    const column = this.#system.tables.stream(stream).schema.fields.find((each) => each.name === field);
    if (!column?.hasDefault)
      throw new SyncError('LINK_KEY_UNFIT', `${stream} does not make ${field} by itself.`);
    const keys: string[] = [];
    while (keys.length < count) {
      this.#lastKey += 1;
      const key = column.type.kind === 'uuid' ? randomUUID() : String(this.#lastKey);
      if (!this.#system.tables.find(stream, { [field]: key })) keys.push(key);
    }
    return keys;
  }

  async load({ tag, epoch, stream, fields, rows }: LoadRequest): Promise<'loaded' | 'refused'> {
    const writes = [...leadingValues(rows, fields.length)].map((values): Write => {
      const set = Object.fromEntries(fields.map((name, i) => [name, values[i] ?? null]));
      return {
        tag,
        stream,
        op: 'insert',
        key: pick(set, this.#system.tables.stream(stream).schema.key),
        guard: null,
        set,
      };
    });
    const transaction = await this.begin();
    const outcomes = await transaction.write({ writes, checkpoints: [], epoch });
    const taken = outcomes.every((outcome) => outcome.status === 'applied');
    await (taken ? transaction.commit() : transaction.rollback());
    return taken ? 'loaded' : 'refused';
  }

  /** Alone in the system until it ends. */
  async begin(): Promise<TargetTransaction> {
    const turn = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    void this.#system.exclusive(() => {
      started.resolve();
      return turn.promise;
    });
    await started.promise;
    const tables = this.#system.tables.copy();
    const places = new Map<string, Checkpoint>();
    const entries: MemoryEntry[] = [];
    return {
      write: async (batch) => {
        for (const [tag, place] of this.#places(batch)) places.set(tag, place);
        return attemptAll(tables, batch, entries);
      },
      commit: async () => {
        this.#system.tables = tables;
        for (const [tag, place] of places) this.#system.checkpoints.set(tag, place);
        this.#system.commit(entries);
        const { commitTime } = this.#system.log.at(-1)!;
        for (const entry of entries)
          if (entry.kind === 'mark') this.#system.written.set(entry.tag, commitTime);
        turn.resolve();
      },
      rollback: async () => turn.resolve(),
    };
  }

  /** Throws `LEASE_STALE` where a newer epoch has written. */
  #places(batch: WriteBatch): Map<string, Checkpoint> {
    const places = new Map(batch.checkpoints.map((place) => [place.tag, place]));
    for (const tag of new Set([...places.keys(), ...batch.writes.map((write) => write.tag)])) {
      const stored = this.#system.checkpoints.get(tag);
      const epoch = places.get(tag)?.epoch ?? batch.epoch;
      if (!stored || stored.epoch > epoch)
        throw new SyncError('LEASE_STALE', `A newer runner has written ${tag}.`);
      if (!places.has(tag)) places.set(tag, { ...stored, epoch });
    }
    return places;
  }
}

/** In source order; what fails is tried again while that helps, since a later row may have made room. */
function attemptAll(tables: MemoryTables, batch: WriteBatch, entries: MemoryEntry[]): WriteOutcome[] {
  const outcomes: WriteOutcome[] = [];
  let left = batch.writes.map((_, index) => index);
  for (let before = -1; left.length !== before; ) {
    before = left.length;
    left = left.filter((index) => {
      const outcome = attempt(tables, batch.writes[index]!, entries);
      outcomes[index] = outcome;
      return outcome.status === 'failed';
    });
  }
  return outcomes;
}

function attempt(tables: MemoryTables, write: Write, entries: MemoryEntry[]): WriteOutcome {
  try {
    const result = carryOut(tables, write);
    if ('status' in result) return result;
    entries.push({ kind: 'mark', tag: write.tag }, result);
    return { status: 'applied' };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    const { code, message, detail, at } = error;
    return { status: 'failed', code, message, detail, at };
  }
}

function carryOut(tables: MemoryTables, write: Write): MemoryEntry | WriteOutcome {
  const { stream, op, guard, key } = write;
  const row = tables.find(stream, key);
  const set = op === 'insert' || op === 'upsert' ? { ...key, ...write.set } : write.set;
  if (op === 'insert' || op === 'upsert') {
    if (row === null) return tables.insert(stream, set);
    if (holds(tables, write, row, set)) return { status: 'unchanged' };
    return op === 'upsert' ? tables.update(stream, row, set) : missed(write, row);
  }
  if (row === null) return withoutRow(tables, write);
  if (guard !== null && !holds(tables, write, row, guard)) {
    const done = op === 'update' && holds(tables, write, row, set);
    return done ? { status: 'unchanged' } : missed(write, row);
  }
  if (op === 'delete') return tables.delete(stream, row);
  return guard === null && holds(tables, write, row, set)
    ? { status: 'unchanged' }
    : tables.update(stream, row, set);
}

/** Nothing stands under the key: a delete is done, and so may be an update that changes the key. */
function withoutRow(tables: MemoryTables, write: Write): WriteOutcome {
  if (write.op === 'delete') return { status: 'unchanged' };
  const key = Object.fromEntries(
    Object.keys(write.key).map((f) => [f, write.set[f] ?? write.key[f] ?? null]),
  );
  const renamed = tables.find(write.stream, key);
  if (renamed && holds(tables, write, renamed, write.set)) return { status: 'unchanged' };
  return { status: 'missed', existing: null };
}

function missed(write: Write, row: Row): WriteOutcome {
  const fields = new Set([
    ...Object.keys(write.key),
    ...Object.keys(write.guard ?? {}),
    ...Object.keys(write.set),
  ]);
  return {
    status: 'missed',
    existing: Object.fromEntries([...fields].map((field) => [field, row[field] ?? null])),
  };
}

function holds(tables: MemoryTables, write: Write, row: Row, values: Row): boolean {
  return Object.entries(values).every(([field, value]) => {
    const coarser = write.compareAs?.[field];
    if (!coarser) return row[field] === value;
    const own = tables.stream(write.stream).schema.fields.find(({ name }) => name === field)!.type;
    return cast(own, coarser, row[field] ?? null) === cast(own, coarser, value);
  });
}

function cast(from: NeutralType, to: NeutralType, value: Value): Value {
  const casting = textCast(from, to);
  return value === null || 'refused' in casting ? value : casting.convert(value);
}

function pick(row: Row, fields: string[]): Row {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
}
