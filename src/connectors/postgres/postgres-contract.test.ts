import type { Row } from '#core/values/value.ts';
import { connectorContract } from '#testing/contract/connector-contract.ts';
import type { OutsideWrite } from '#testing/contract/connector-fixture.ts';
import { testDatabase } from '#testing/test-database.ts';
import { postgresConnector } from './index.ts';

connectorContract('PostgreSQL', async () => {
  const database = await testDatabase('contract');
  await database.query(`
    CREATE TABLE people (id integer PRIMARY KEY, name text, email text UNIQUE, age integer CHECK (age >= 0), note text);
    CREATE TABLE lines (order_id integer, line integer, quantity integer, PRIMARY KEY (order_id, line));
    ALTER TABLE people REPLICA IDENTITY FULL;
    ALTER TABLE lines REPLICA IDENTITY FULL`);
  return {
    connector: postgresConnector,
    config: { url: database.url },
    people: 'public.people',
    lines: 'public.lines',
    async write(writes) {
      await database.query(['BEGIN', ...writes.map(sqlOf), 'COMMIT'].join(';\n'));
    },
    async rows(stream) {
      const order = stream === 'public.lines' ? 'order_id, line' : 'id';
      const [result] = await database.query<{ rows: Row[] | null }>(
        `SELECT json_agg(to_json(t) ORDER BY ${order}) AS rows FROM ${stream} t`,
      );
      return (result?.rows ?? []).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
        ),
      );
    },
    close: () => database.close(),
  };
});

function sqlOf(write: OutsideWrite): string {
  switch (write.op) {
    case 'insert':
      return `INSERT INTO ${write.stream} (${Object.keys(write.row).join(', ')}) VALUES (${Object.values(write.row).map(literal).join(', ')})`;
    case 'update':
      return `UPDATE ${write.stream} SET ${assignments(write.set, ', ')} WHERE ${assignments(write.key, ' AND ')}`;
    case 'delete':
      return `DELETE FROM ${write.stream} WHERE ${assignments(write.key, ' AND ')}`;
    case 'truncate':
      return `TRUNCATE ${write.stream}`;
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
