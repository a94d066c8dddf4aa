import type { DdlStatement, SpelledType, TableDialect, TypeWish } from '#core/ports/table-maker.ts';
import { splitStatements } from '#core/tables/split-statements.ts';
import type { WantedChange, WantedField, WantedReference, WantedTable } from '#core/tables/wanted-change.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { parseStreamName, quoteName, quoteText, streamName } from './postgres-names.ts';
import { enumTypeName, spellPostgresType } from './postgres-spell-type.ts';

/** What a server knows: its types as `format_type` spells them, and words that must be quoted as names. */
export type PostgresWords = { types: ReadonlySet<string>; keywords: ReadonlySet<string> };

/** How PostgreSQL writes tables. */
export class PostgresDialect implements TableDialect {
  readonly nameLimit = { unit: 'bytes', max: 63 } as const;
  readonly foldsNames = false;
  readonly #words: PostgresWords;

  constructor(words: PostgresWords) {
    this.#words = words;
  }

  tableOf(stream: string): string {
    return parseStreamName(stream).table;
  }

  /** In the schema that holds most of the tables that are there. */
  streamFor(table: string, beside: readonly string[]): string {
    const counts = new Map<string, number>([['public', 0]]);
    for (const stream of beside) {
      const { schema } = parseStreamName(stream);
      counts.set(schema, (counts.get(schema) ?? 0) + 1);
    }
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    return streamName({ schema: most?.[0] ?? 'public', table });
  }

  normalStream(stream: string): string {
    return streamName(parseStreamName(stream));
  }

  spell(wish: TypeWish): SpelledType {
    return spellPostgresType(wish, this.#words.types);
  }

  statements(changes: readonly WantedChange[]): DdlStatement[] {
    return changes.flatMap((change) => {
      const stream = change.kind === 'create-table' ? change.table.name : change.stream;
      return this.#write(change).map((sql) => ({ stream, sql }));
    });
  }

  split(sql: string): string[] {
    return splitStatements(sql, { dollars: true, backticks: false, backslashes: false, hashes: false });
  }

  #write(change: WantedChange): string[] {
    if (change.kind === 'create-table') return this.#createTable(change.table);
    if (change.kind === 'add-field') return this.#addField(change.stream, change.field);
    return [`ALTER TABLE ${this.#table(change.stream)} ADD ${this.#reference(change.reference)}`];
  }

  #createTable(table: WantedTable): string[] {
    const name = this.#table(table.name);
    const lines = [
      ...table.fields.map((field) => this.#column(field)),
      ...(table.key.length > 0 ? [`PRIMARY KEY (${this.#list(table.key)})`] : []),
      ...table.uniques.map((set) => `UNIQUE (${this.#list(set)})`),
      ...table.references.map((reference) => this.#reference(reference)),
    ];
    return [
      ...table.fields.flatMap((field) => enumStatements(table.name, field)),
      `CREATE TABLE ${name} (\n  ${lines.join(',\n  ')}\n)`,
      ...table.indexes.map((set) => `CREATE INDEX ON ${name} (${this.#list(set)})`),
      ...table.fields.flatMap((field) => this.#comment(table.name, field)),
      // The log shall hold complete old rows: then conflicts are seen from it alone.
      `ALTER TABLE ${name} REPLICA IDENTITY FULL`,
    ];
  }

  #addField(stream: string, field: WantedField): string[] {
    return [
      ...enumStatements(stream, field),
      `ALTER TABLE ${this.#table(stream)} ADD COLUMN ${this.#column(field)}`,
      ...this.#comment(stream, field),
    ];
  }

  #column({ name, nativeType, nullable, default: filled }: WantedField): string {
    const rest = [nullable ? '' : ' NOT NULL', filled === 'uuid' ? ' DEFAULT gen_random_uuid()' : ''];
    return `${this.#name(name)} ${nativeType}${rest.join('')}`;
  }

  #reference({ fields, stream, referencedFields }: WantedReference): string {
    const parent = `${this.#table(stream)} (${this.#list(referencedFields)})`;
    return `FOREIGN KEY (${this.#list(fields)}) REFERENCES ${parent}`;
  }

  #comment(stream: string, { name, comment }: WantedField): string[] {
    if (comment === null) return [];
    return [`COMMENT ON COLUMN ${this.#table(stream)}.${this.#name(name)} IS ${quoteText(comment)}`];
  }

  #table(stream: string): string {
    const { schema, table } = parseStreamName(stream);
    return `${this.#name(schema)}.${this.#name(table)}`;
  }

  #list(names: readonly string[]): string {
    return names.map((name) => this.#name(name)).join(', ');
  }

  /** Quoted only where it must be, since people read it. */
  #name(name: string): string {
    return /^[a-z_][a-z0-9_]*$/.test(name) && !this.#words.keywords.has(name) ? name : quoteName(name);
  }
}

/** The type of an enum field, where it is one of its own. */
function enumStatements(stream: string, { name, type, nativeType }: WantedField): string[] {
  const own = enumTypeName(stream, name);
  const base = elementOf(type);
  if (base.kind !== 'enum' || nativeType.replaceAll('[]', '') !== own) return [];
  return [`CREATE TYPE ${own} AS ENUM (${base.values.map(quoteText).join(', ')})`];
}

function elementOf(type: NeutralType): NeutralType {
  return type.kind === 'array' ? elementOf(type.of) : type;
}
