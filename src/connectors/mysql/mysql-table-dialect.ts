import type { DdlStatement, SpelledType, TableDialect, TypeWish } from '#core/ports/table-maker.ts';
import { splitStatements } from '#core/tables/split-statements.ts';
import type { WantedChange, WantedField, WantedReference, WantedTable } from '#core/tables/wanted-change.ts';
import { parseStreamName, quoteName, quoteTable, quoteText, streamName } from './mysql-names.ts';
import { type SpellingRules, spellMysqlType } from './mysql-spell-type.ts';

/** Characters of the longest comment on a field. */
const LONGEST_COMMENT = 1024;

/** How MySQL and MariaDB write tables. */
export class MysqlTableDialect implements TableDialect {
  readonly nameLimit = { unit: 'characters', max: 64 } as const;
  readonly foldsNames = true;
  readonly #rules: SpellingRules;
  /** The database that the connection names. */
  readonly #database: string;

  constructor(rules: SpellingRules, database: string) {
    this.#rules = rules;
    this.#database = database;
  }

  tableOf(stream: string): string {
    return parseStreamName(stream, this.#database).table;
  }

  streamFor(table: string): string {
    return streamName({ schema: this.#database, table }, this.#database);
  }

  normalStream(stream: string): string {
    return streamName(parseStreamName(stream, this.#database), this.#database);
  }

  spell(wish: TypeWish): SpelledType {
    return spellMysqlType(wish, this.#rules);
  }

  statements(changes: readonly WantedChange[]): DdlStatement[] {
    return changes.map((change) =>
      change.kind === 'create-table'
        ? { stream: change.table.name, sql: this.#createTable(change.table) }
        : { stream: change.stream, sql: this.#alterTable(change) },
    );
  }

  split(sql: string): string[] {
    return splitStatements(sql, { dollars: false, backticks: true, backslashes: true, hashes: true });
  }

  /** With a collation that tells every two texts apart: else different keys of the source might be one here. */
  #createTable({ name, fields, key, uniques, indexes, references }: WantedTable): string {
    const lines = [
      ...fields.map((field) => this.#column(field)),
      ...(key.length > 0 ? [`PRIMARY KEY (${list(key)})`] : []),
      ...uniques.map((set) => `UNIQUE KEY (${list(set)})`),
      ...indexes.map((set) => `KEY (${list(set)})`),
      ...references.map((reference) => this.#reference(reference)),
    ];
    const { exactCollation } = this.#rules.dialect;
    const body = `(\n  ${lines.join(',\n  ')}\n)`;
    return `CREATE TABLE ${this.#table(name)} ${body} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=${exactCollation}`;
  }

  #alterTable(change: Exclude<WantedChange, { kind: 'create-table' }>): string {
    const added =
      change.kind === 'add-field'
        ? `ADD COLUMN ${this.#column(change.field)}`
        : `ADD ${this.#reference(change.reference)}`;
    return `ALTER TABLE ${this.#table(change.stream)} ${added}`;
  }

  #column({ name, nativeType, nullable, default: filled, comment }: WantedField): string {
    const rest = [
      nullable ? ' NULL' : ' NOT NULL',
      filled === 'uuid' ? ' DEFAULT (uuid())' : '',
      comment === null ? '' : ` COMMENT ${quoteText(comment.slice(0, LONGEST_COMMENT))}`,
    ];
    return `${quoteName(name)} ${nativeType}${rest.join('')}`;
  }

  #reference({ fields, stream, referencedFields }: WantedReference): string {
    return `FOREIGN KEY (${list(fields)}) REFERENCES ${this.#table(stream)} (${list(referencedFields)})`;
  }

  #table(stream: string): string {
    const name = parseStreamName(stream, this.#database);
    return name.schema === this.#database ? quoteName(name.table) : quoteTable(name);
  }
}

function list(names: readonly string[]): string {
  return names.map(quoteName).join(', ');
}
