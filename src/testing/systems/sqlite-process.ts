import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/**
 * A process that holds one connection to a SQLite file, as other programs do that write to it. Waiting for a
 * lock holds up nobody but itself. See `sqlite-client.ts`.
 *
 * Arguments: the file, and `audit` where temporary triggers are to keep account of what this connection writes.
 */
const [file = '', audit] = process.argv.slice(2);

const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, readBigInts: true });
database.exec('PRAGMA busy_timeout = 20000');
if (audit) keepAccount();

process.on('disconnect', () => process.exit(0));
process.on('message', ({ sql, params }: { sql: string; params?: SQLInputValue[] }) => {
  try {
    process.send?.({ rows: run(sql, params) });
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    if (database.isTransaction) database.exec('ROLLBACK');
    process.send?.({ message, errcode });
  }
});

/** Rows come back of a statement that stands alone. */
function run(sql: string, params: SQLInputValue[] = []): Record<string, unknown>[] {
  if (/;\s*\S/.test(sql) || (params.length === 0 && !/^\s*(SELECT|WITH|PRAGMA|VALUES)\b/i.test(sql))) {
    database.exec(sql);
    return [];
  }
  const rows = database.prepare(sql).all(...params);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
  );
}

/** Whole numbers as numbers where they are exact, else as text. */
function plain(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

/** Temporary triggers fire for this connection alone. */
function keepAccount(): void {
  const tables = database.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB '[lr][0-9]*'`,
  );
  for (const { name } of tables.all()) {
    const keys = database
      .prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
      .all(String(name));
    const key = (row: string) => `json_array(${keys.map((each) => `CAST(${row}.${each.name} AS TEXT)`)})`;
    for (const [op, before, after] of [
      ['INSERT', 'NEW', 'NEW'],
      ['UPDATE', 'OLD', 'NEW'],
      ['DELETE', 'OLD', 'OLD'],
    ] as const) {
      database.exec(`CREATE TEMP TRIGGER note_${name}_${op} AFTER ${op} ON main.${name} BEGIN
        INSERT INTO fuzz_audit VALUES ('${name}', '${op}', ${key(before)}, ${key(after)}); END`);
    }
  }
}
