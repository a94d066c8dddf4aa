import type { ChangeEvent } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import { CHECKPOINT_TABLE, OWN_SCHEMA, parseStreamName } from './postgres-names.ts';
import type { PgoutputMessage, PgoutputRelation } from './postgres-pgoutput-decoder.ts';

type SchemaEvent = Extract<ChangeEvent, { kind: 'schema' }>;

/** A schema event whose native types the server must still spell out. */
export type UnspelledSchema = { event: SchemaEvent; relation: PgoutputRelation };

/**
 * Turns decoded messages into change events: counts ordinals, remembers whose checkpoint row came
 * last in the transaction, and leaves out tables that were not asked for.
 */
export class PostgresChangeAssembler {
  /** Schema events that `assemble` made and whose types are still to be spelled. */
  unspelled: UnspelledSchema[] = [];
  /** The transaction being delivered; null between transactions. */
  open: { position: Position; commitTime: number } | null = null;

  readonly #streams: Map<string, string>;
  /** By the relation object itself: a new description of the table is a new object. */
  readonly #roles = new Map<PgoutputRelation, string | null>();
  #ordinal = 0;
  #writer: string | null = null;

  constructor(streams: string[]) {
    this.#streams = new Map(
      streams.map((stream) => {
        const { schema, table } = parseStreamName(stream);
        return [JSON.stringify([schema, table]), stream];
      }),
    );
  }

  /** The event that the message stands for, or null. */
  assemble(message: PgoutputMessage): ChangeEvent | null {
    switch (message.kind) {
      case 'insert':
      case 'update':
      case 'delete':
        return this.#change(message);
      case 'begin':
        this.open = { position: message.position, commitTime: message.commitTime };
        this.#ordinal = 0;
        this.#writer = null;
        return message;
      case 'commit':
        this.open = null;
        return message;
      case 'relation':
        return this.#schema(message.relation);
      case 'truncate':
        return this.#truncate(message.relations);
      case 'other':
        return null;
    }
  }

  #change(message: Extract<PgoutputMessage, { kind: 'insert' | 'update' | 'delete' }>): ChangeEvent | null {
    const stream = this.#roles.get(message.relation);
    if (stream === undefined) return null;
    if (stream === null) {
      if (message.after?.tag) this.#writer = message.after.tag;
      return null;
    }
    const { position, commitTime } = this.#transaction();
    return {
      kind: 'change',
      position,
      ordinal: this.#ordinal++,
      commitTime,
      stream,
      op: message.kind,
      before: message.before,
      after: message.after,
      writer: this.#writer,
    };
  }

  #truncate(relations: PgoutputRelation[]): ChangeEvent | null {
    const streams = relations
      .map((relation) => this.#roles.get(relation))
      .filter((name) => typeof name === 'string');
    if (streams.length === 0) return null;
    const { position, commitTime } = this.#transaction();
    return {
      kind: 'truncate',
      position,
      ordinal: this.#ordinal++,
      commitTime,
      streams,
      writer: this.#writer,
    };
  }

  /** The server repeats a description when the table may have changed: a column made anew looks like the old one. */
  #schema(relation: PgoutputRelation): ChangeEvent | null {
    if (relation.schema === OWN_SCHEMA && relation.table === CHECKPOINT_TABLE) {
      this.#roles.set(relation, null);
      return null;
    }
    const stream = this.#streams.get(JSON.stringify([relation.schema, relation.table]));
    if (stream === undefined) return null;
    for (const [old, name] of this.#roles) if (name === stream) this.#roles.delete(old);
    this.#roles.set(relation, stream);
    const event: SchemaEvent = { kind: 'schema', stream, fields: [] };
    this.unspelled.push({ event, relation });
    return event;
  }

  #transaction(): { position: Position; commitTime: number } {
    if (!this.open) throw new Error('A pgoutput row outside a transaction');
    return this.open;
  }
}
