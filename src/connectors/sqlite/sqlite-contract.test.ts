import { DatabaseSync } from 'node:sqlite';
import type { Row } from '#core/values/value.ts';
import { connectorContract } from '#testing/contract/connector-contract.ts';
import type { OutsideWrite } from '#testing/contract/connector-fixture.ts';
import { testFile } from '#testing/sqlite-file.ts';
import { sqliteConnector } from './index.ts';

connectorContract('SQLite', async () => {
  const file = testFile(`
    CREATE TABLE people (id INT4 PRIMARY KEY NOT NULL, name TEXT, email TEXT UNIQUE, age INT4 CHECK (age >= 0), note TEXT);
    CREATE TABLE lines (order_id INT4 NOT NULL, line INT4 NOT NULL, quantity INT4, PRIMARY KEY (order_id, line));`);
  const other = new DatabaseSync(file.path, { timeout: 20_000 });
  return {
    connector: sqliteConnector(() => ({ folders: null, forbidden: [] })),
    config: { file: file.path },
    people: 'people',
    lines: 'lines',
    truncates: false,
    async write(writes) {
      other.exec(['BEGIN IMMEDIATE', ...writes.map(sqlOf), 'COMMIT'].join(';\n'));
    },
    async rows(stream) {
      const order = stream === 'lines' ? 'order_id, line' : 'id';
      return other.prepare(`SELECT * FROM ${stream} ORDER BY ${order}`).all().map(texts);
    },
    async close() {
      other.close();
      file.remove();
    },
  };
});

function texts(row: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
  );
}

function sqlOf(write: OutsideWrite): string {
  switch (write.op) {
    case 'insert':
      return `INSERT INTO ${write.stream} (${Object.keys(write.row).join(', ')}) VALUES (${Object.values(write.row).map(literal).join(', ')})`;
    case 'update':
      return `UPDATE ${write.stream} SET ${assignments(write.set, ', ')} WHERE ${assignments(write.key, ' AND ')}`;
    case 'delete':
      return `DELETE FROM ${write.stream} WHERE ${assignments(write.key, ' AND ')}`;
    case 'truncate':
      return `DELETE FROM ${write.stream}`;
  }
}

function assignments(row: Row, between: string): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} = ${literal(value)}`)
    .join(between);
}

function literal(value: string | null): string {
  return value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
}
