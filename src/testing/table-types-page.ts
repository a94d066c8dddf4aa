import type { TableDialect, TypeWish } from '#core/ports/table-maker.ts';
import { describeType } from '#core/values/describe-type.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { plainKinds } from '#core/values/plain-kinds.ts';
import { dialectOf } from '../connectors/mysql/mysql-dialect.ts';
import { MysqlTableDialect } from '../connectors/mysql/mysql-table-dialect.ts';
import { PostgresDialect } from '../connectors/postgres/postgres-dialect.ts';
import { SqliteTableDialect } from '../connectors/sqlite/sqlite-table-dialect.ts';

const systems: Record<string, TableDialect> = {
  PostgreSQL: new PostgresDialect({ types: new Set(), keywords: new Set() }),
  MariaDB: new MysqlTableDialect(
    { dialect: dialectOf('10.11.18-MariaDB', 16_777_216), numbers: undefined },
    'app',
  ),
  MySQL: new MysqlTableDialect({ dialect: dialectOf('8.0.40', 16_777_216), numbers: undefined }, 'app'),
  SQLite: new SqliteTableDialect(),
};

const plain = plainKinds.map((kind): NeutralType => ({ kind }));

const shown: { type: NeutralType; indexed?: true }[] = [
  ...plain.map((type) => ({ type })),
  { type: { kind: 'decimal' } },
  { type: { kind: 'decimal', precision: 12, scale: 2 } },
  { type: { kind: 'text' } },
  { type: { kind: 'text' }, indexed: true },
  { type: { kind: 'text', max: 120 } },
  { type: { kind: 'time', precision: 3 } },
  { type: { kind: 'timestamp', precision: 6 } },
  { type: { kind: 'timestamptz', precision: 6 } },
  { type: { kind: 'enum', values: ['new', 'done'] } },
  { type: { kind: 'array', of: { kind: 'text' } } },
  { type: { kind: 'native', name: 'geometry' } },
];

/** The page that says which type a field gets in a table that Syncline makes, written from the dialects themselves. */
export function tableTypesPage(): string {
  const names = Object.keys(systems);
  const rows = shown.map(({ type, indexed }) => {
    const label = type.kind === 'native' ? 'native (another system’s own)' : describeType(type);
    const cells = Object.values(systems).map((dialect) => cell(dialect, type, indexed === true));
    return [`${label}${indexed ? ', in an index' : ''}`, ...cells];
  });
  return `# Types of tables that Syncline makes

Written from the code by a test. A field of a table that is made like one of another system gets this type. Where the
system has no peer, the nearest type is taken, and introspection gives that back: it stands behind the arrow. Between two
systems of one kind a field keeps the type that it has, as its system spells it.

${table([['neutral type', ...names], ...rows])}
`;
}

/** Columns as wide as their widest cell, as the formatter wants them. */
function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...others] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

function cell(dialect: TableDialect, type: NeutralType, indexed: boolean): string {
  const wish: TypeWish = {
    type,
    from: { connector: 'another', nativeType: describeType(type) },
    profile: null,
    indexedWith: indexed ? 1 : 0,
    fieldCount: 10,
    stream: dialect.streamFor('orders', []),
    field: 'state',
  };
  const { nativeType, type: back } = dialect.spell(wish);
  const same = JSON.stringify(back) === JSON.stringify(type);
  return `\`${nativeType}\`${same ? '' : ` → ${describeType(back)}`}`;
}
