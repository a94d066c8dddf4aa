import type { Change, ChangeEvent } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import type { Image } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import { columnCodec } from './sqlite-column-codec.ts';
import type { RawRow } from './sqlite-handle.ts';
import type { Raw } from './sqlite-literal.ts';
import type { Shape } from './sqlite-shape.ts';

/** A row of the change table: id, shape, op, at, tag, then old and new values by turns. */
const VALUES = 5;

type Prepared = Shape & { decode: ((raw: Raw) => string | null)[] };
/** A row that may have been replaced. */
type Candidate = { shape: Prepared; old: Raw[]; writer: string | null };

/**
 * Turns rows of the change table into change events: counts ordinals, leaves out streams that were not asked for,
 * and tells which candidates were replaced.
 */
export class SqliteChangeAssembler {
  readonly #shapes: Map<number, Prepared>;
  /** From which change on a stream is read. */
  readonly #since: Record<string, number | null>;
  readonly #told = new Map<string, number>();
  #candidates: Candidate[] = [];
  #open: { position: Position; commitTime: number; ordinal: number; begun: boolean } | null = null;

  constructor(shapes: Map<number, Shape>, since: Record<string, number | null>) {
    this.#since = since;
    this.#shapes = new Map([...shapes].map(([id, shape]) => [id, prepare(shape)]));
  }

  /** How many values a row has at most. */
  get width(): number {
    return Math.max(0, ...[...this.#shapes.values()].map(({ columns }) => columns.length));
  }

  /** Takes in how tables look by now. @returns what the feed has to be told of it. */
  learn(shapes: Map<number, Shape>): ChangeEvent[] {
    const events: ChangeEvent[] = [];
    for (const [id, shape] of shapes) {
      if (this.#shapes.has(id)) continue;
      this.#shapes.set(id, prepare(shape));
      if (this.#told.has(shape.stream)) events.push(this.#tell(shape));
    }
    return events;
  }

  /** @param commitTime microseconds since 1970 */
  begin(position: Position, commitTime: number): void {
    this.#open = { position, commitTime, ordinal: 0, begun: false };
    this.#candidates = [];
  }

  row(row: RawRow): ChangeEvent[] {
    const shape = this.#shapes.get(Number(row[1]));
    const since = shape && this.#since[shape.stream];
    // A shape that is not known belongs to a stream that nobody asked for.
    if (!shape || since === undefined || Number(row[0]) <= (since ?? 0)) return [];
    const op = String(row[2]);
    if (op === 'c') {
      this.#candidates.push({ shape, old: valuesOf(row, shape, 0), writer: writerOf(row) });
      return [];
    }
    return this.#change(op, shape, row);
  }

  /** The end of the transaction, if anything of it was told. */
  end(): ChangeEvent[] {
    const open = this.#transaction();
    this.#open = null;
    return open.begun ? [{ kind: 'commit', position: open.position, commitTime: open.commitTime }] : [];
  }

  #change(op: string, shape: Prepared, row: RawRow): ChangeEvent[] {
    const old = op === 'i' ? null : valuesOf(row, shape, 0);
    const next = op === 'd' ? null : valuesOf(row, shape, 1);
    // What is changed or deleted by itself was not replaced.
    if (old)
      this.#candidates = this.#candidates.filter(
        (each) => each.shape.stream !== shape.stream || !sameKey(shape, each.old, old),
      );
    const replaced = next ? this.#replacedBy(shape, next) : [];
    const itself = op === 'i' ? replaced.find((each) => sameKey(shape, each.old, next ?? [])) : undefined;
    const events = this.#beginning(shape);
    for (const each of replaced) {
      if (each !== itself)
        events.push(this.#event('delete', shape.stream, image(each.shape, each.old), null, each.writer));
    }
    const before = itself ? image(itself.shape, itself.old) : old && image(shape, old);
    const kind = itself ? 'update' : op === 'i' ? 'insert' : op === 'u' ? 'update' : 'delete';
    events.push(this.#event(kind, shape.stream, before, next && image(shape, next), writerOf(row)));
    return events;
  }

  /** Candidates whose place the new row has taken. */
  #replacedBy(shape: Prepared, next: Raw[]): Candidate[] {
    const replaced = this.#candidates.filter(
      (each) =>
        each.shape.stream === shape.stream &&
        shape.uniques.some((fields) => fields.every((field) => sameUnique(shape, field, each.old, next))),
    );
    this.#candidates = this.#candidates.filter((each) => !replaced.includes(each));
    return replaced;
  }

  #beginning(shape: Prepared): ChangeEvent[] {
    const open = this.#transaction();
    const events: ChangeEvent[] = [];
    if (!open.begun) events.push({ kind: 'begin', position: open.position, commitTime: open.commitTime });
    open.begun = true;
    if (this.#told.get(shape.stream) !== shape.id) events.push(this.#tell(shape));
    return events;
  }

  #tell(shape: Shape): ChangeEvent {
    this.#told.set(shape.stream, shape.id);
    const fields = shape.columns.map(({ name, declared }) => ({ name, nativeType: declared || 'ANY' }));
    return { kind: 'schema', stream: shape.stream, fields };
  }

  #event(
    op: Change['op'],
    stream: string,
    before: Image | null,
    after: Image | null,
    writer: string | null,
  ): Change {
    const { position, commitTime } = this.#transaction();
    const ordinal = this.#transaction().ordinal++;
    return { kind: 'change', position, ordinal, commitTime, stream, op, before, after, writer };
  }

  #transaction() {
    if (!this.#open) throw new Error('A change outside a transaction');
    return this.#open;
  }
}

function prepare(shape: Shape): Prepared {
  const decode = shape.columns.map(
    ({ name, declared }) => columnCodec(name, declared, shape.key.includes(name)).decode,
  );
  return { ...shape, decode };
}

function writerOf(row: RawRow): string | null {
  return row[4] === null || row[4] === undefined ? null : String(row[4]);
}

/** @param which 0 the old values, 1 the new ones */
function valuesOf(row: RawRow, shape: Prepared, which: 0 | 1): Raw[] {
  return shape.columns.map((_, i) => row[VALUES + i * 2 + which] ?? null);
}

function image(shape: Prepared, values: Raw[]): Image {
  const found: Image = {};
  for (let i = 0; i < values.length; i++) {
    put(found, shape.columns[i]!.name, shape.decode[i]!(values[i] ?? null));
  }
  return found;
}

function sameKey(shape: Prepared, one: Raw[], other: Raw[]): boolean {
  return (
    shape.key.length > 0 &&
    shape.uniques
      .find(
        (fields) =>
          fields.length === shape.key.length && fields.every(({ field }) => shape.key.includes(field)),
      )!
      .every((field) => sameUnique(shape, field, one, other))
  );
}

/** As a unique index has it: nulls differ from each other. */
function sameUnique(
  shape: Prepared,
  { field, collation }: { field: string; collation: string },
  one: Raw[],
  other: Raw[],
): boolean {
  const at = shape.columns.findIndex(({ name }) => name === field);
  const a = folded(one[at] ?? null, collation);
  const b = folded(other[at] ?? null, collation);
  if (a === null || b === null) return false;
  if (typeof a === 'object' || typeof b === 'object') {
    return typeof a === 'object' && typeof b === 'object' && Buffer.compare(a, b) === 0;
  }
  if (typeof a === typeof b) return a === b;
  // A whole number and a float may be equal.
  const [number, whole] = typeof a === 'number' ? [a, b] : [b, a];
  return typeof number === 'number' && Number.isInteger(number) && BigInt(number) === whole;
}

function folded(raw: Raw, collation: string): Raw {
  if (typeof raw !== 'string') return raw;
  if (collation === 'NOCASE') return raw.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return collation === 'RTRIM' ? raw.replace(/ +$/, '') : raw;
}
