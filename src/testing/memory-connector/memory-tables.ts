import { SyncError } from '#core/errors/sync-error.ts';
import type { Row, Value } from '#core/values/value.ts';
import type { OutsideWrite } from '../contract/connector-fixture.ts';
import type { MemoryEntry, MemoryStream } from './memory-system.ts';

/** The rows of every stream, with the rules that a database would hold them to. */
export class MemoryTables {
  readonly #streams: Map<string, MemoryStream>;
  readonly #rows: Map<string, Row[]>;

  constructor(streams: Map<string, MemoryStream>, rows = new Map<string, Row[]>()) {
    this.#streams = streams;
    this.#rows = rows;
  }

  /** The same rows, to be changed apart; rows themselves are never changed in place. */
  copy(): MemoryTables {
    return new MemoryTables(
      this.#streams,
      new Map([...this.#rows].map(([stream, rows]) => [stream, [...rows]])),
    );
  }

  stream(name: string): MemoryStream {
    const stream = this.#streams.get(name);
    if (!stream) throw new SyncError('STREAM_MISSING', `There is no stream ${name}.`);
    return stream;
  }

  /** Every row, in key order. */
  rows(stream: string): Row[] {
    const { key } = this.stream(stream).schema;
    return [...this.#list(stream)].sort((a, b) => this.compare(stream, key, a, b));
  }

  /** The row with these values, or null. */
  find(stream: string, key: Row): Row | null {
    const fields = Object.keys(key);
    return this.#list(stream).find((row) => fields.every((field) => row[field] === key[field])) ?? null;
  }

  /** Orders two rows by these fields: numbers by value, all else by text. */
  compare(stream: string, fields: string[], a: Row, b: Row): number {
    for (const field of fields) {
      const numeric = /^(u?int|float|decimal)/.test(this.#kind(stream, field));
      const [x, y] = [a[field] ?? '', b[field] ?? ''];
      const order = numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
      if (order !== 0) return order;
    }
    return 0;
  }

  /** Inserts; throws what a database would. */
  insert(stream: string, values: Row): MemoryEntry {
    const { fields } = this.stream(stream).schema;
    const after = Object.fromEntries(fields.map(({ name }) => [name, values[name] ?? null]));
    this.#hold(stream, after, null);
    this.#list(stream).push(after);
    return { kind: 'change', stream, op: 'insert', before: null, after };
  }

  update(stream: string, before: Row, set: Row): MemoryEntry {
    const after = { ...before, ...set };
    this.#hold(stream, after, before);
    const rows = this.#list(stream);
    rows[rows.indexOf(before)] = after;
    return { kind: 'change', stream, op: 'update', before, after };
  }

  delete(stream: string, before: Row): MemoryEntry {
    const rows = this.#list(stream);
    rows.splice(rows.indexOf(before), 1);
    return { kind: 'change', stream, op: 'delete', before, after: null };
  }

  /** Carries out a write of somebody else's. */
  outside(write: OutsideWrite): MemoryEntry[] {
    if (write.op === 'insert') return [this.insert(write.stream, write.row)];
    if (write.op === 'truncate') {
      this.#rows.set(write.stream, []);
      return [{ kind: 'truncate', stream: write.stream }];
    }
    const row = this.find(write.stream, write.key);
    if (!row) return [];
    return [
      write.op === 'delete' ? this.delete(write.stream, row) : this.update(write.stream, row, write.set),
    ];
  }

  #list(stream: string): Row[] {
    this.stream(stream);
    let rows = this.#rows.get(stream);
    if (!rows) {
      rows = [];
      this.#rows.set(stream, rows);
    }
    return rows;
  }

  #kind(stream: string, field: string): string {
    const found = this.stream(stream).schema.fields.find(({ name }) => name === field);
    if (!found) throw new SyncError('FIELD_MISSING', `${stream} has no field ${field}.`);
    return found.type.kind;
  }

  /** Types, nulls, unique sets and the stream's own check. */
  #hold(stream: string, row: Row, replaced: Row | null): void {
    const { schema, check } = this.stream(stream);
    for (const { name, nullable } of schema.fields) {
      const value: Value = row[name] ?? null;
      const at = { field: name, constraint: null };
      if (value === null && !nullable)
        throw new SyncError('NOT_NULL_VIOLATION', `${stream}.${name} needs a value.`, { at });
      if (value !== null && /^u?int/.test(this.#kind(stream, name)) && !/^-?\d+$/.test(value)) {
        throw new SyncError('VALUE_INVALID', `${value} is no value of ${stream}.${name}.`, { at });
      }
    }
    for (const fields of [schema.key, ...schema.uniques]) {
      if (fields.length === 0 || fields.some((field) => row[field] === null)) continue;
      const other = this.#list(stream).find(
        (r) => r !== replaced && fields.every((field) => r[field] === row[field]),
      );
      if (!other) continue;
      const at = { field: null, constraint: fields.join(', ') };
      throw new SyncError('UNIQUE_VIOLATION', `${stream} holds ${fields.join(', ')} already.`, { at });
    }
    const refusal = check?.(row) ?? null;
    const at = { field: null, constraint: 'check' };
    if (refusal !== null) throw new SyncError('CHECK_VIOLATION', refusal, { at });
  }
}
