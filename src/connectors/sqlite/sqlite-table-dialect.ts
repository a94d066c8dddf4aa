import type { DdlStatement, SpelledType, TableDialect, TypeWish } from '#core/ports/table-maker.ts';
import { splitStatements } from '#core/tables/split-statements.ts';
import type { WantedChange, WantedField, WantedReference, WantedTable } from '#core/tables/wanted-change.ts';
import { quoteName } from './sqlite-names.ts';
import { spellSqliteType } from './sqlite-spell-type.ts';

/** How SQLite writes tables. */
export class SqliteTableDialect implements TableDialect {
  readonly nameLimit = { unit: 'characters', max: 120 } as const;
  readonly foldsNames = true;

  tableOf(stream: string): string {
    return stream;
  }

  streamFor(table: string): string {
    return table;
  }

  normalStream(stream: string): string {
    return stream;
  }

  spell(wish: TypeWish): SpelledType {
    return spellSqliteType(wish);
  }

  /** A table may refer to one that is made later, and none can be given a reference later: they all stand in their tables. */
  statements(changes: readonly WantedChange[]): DdlStatement[] {
    return changes.flatMap((change): DdlStatement[] => {
      if (change.kind === 'add-field') {
        const sql = `ALTER TABLE ${quoteName(change.stream)} ADD COLUMN ${column(change.field)}`;
        return [{ stream: change.stream, sql }];
      }
      if (change.kind === 'add-reference') return [];
      const { table } = change;
      const later = changes.flatMap((other) =>
        other.kind === 'add-reference' && other.stream === table.name ? [other.reference] : [],
      );
      return createTable({ ...table, references: [...table.references, ...later] }).map((sql) => ({
        stream: table.name,
        sql,
      }));
    });
  }

  split(sql: string): string[] {
    return splitStatements(sql, { dollars: false, backticks: true, backslashes: false, hashes: false });
  }
}

function createTable({ name, fields, key, uniques, indexes, references }: WantedTable): string[] {
  const lines = [
    ...fields.map(column),
    ...(key.length > 0 ? [`PRIMARY KEY (${list(key)})`] : []),
    ...uniques.map((set) => `UNIQUE (${list(set)})`),
    ...references.map(reference),
  ];
  return [
    `CREATE TABLE ${quoteName(name)} (\n  ${lines.join(',\n  ')}\n)`,
    ...indexes.map((set) => {
      const index = quoteName(`${name}_${set.join('_')}_index`);
      return `CREATE INDEX ${index} ON ${quoteName(name)} (${list(set)})`;
    }),
  ];
}

function column({ name, nativeType, nullable, default: filled }: WantedField): string {
  const rest = [nullable ? '' : ' NOT NULL', filled === 'uuid' ? ` DEFAULT (${randomUuid})` : ''];
  return `${quoteName(name)} ${nativeType}${rest.join('')}`;
}

/** A version 4 UUID. */
const randomUuid = `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', abs(random() % 4) + 1, 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`;

function reference({ fields, stream, referencedFields }: WantedReference): string {
  return `FOREIGN KEY (${list(fields)}) REFERENCES ${quoteName(stream)} (${list(referencedFields)})`;
}

function list(names: readonly string[]): string {
  return names.map(quoteName).join(', ');
}
