import type { Row } from '#core/values/value.ts';
import { connectorContract } from '#testing/contract/connector-contract.ts';
import type { OutsideWrite } from '#testing/contract/connector-fixture.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import { mysqlConnector } from './index.ts';

connectorContract('MariaDB', async () => {
  const database = await mariadbDatabase('contract');
  await database.query(`
    CREATE TABLE people (id integer PRIMARY KEY, name text, email varchar(200) UNIQUE, age integer CHECK (age >= 0), note text);
    CREATE TABLE \`lines\` (order_id integer, line integer, quantity integer, PRIMARY KEY (order_id, line))`);
  return {
    connector: mysqlConnector,
    config: { url: database.url },
    people: 'people',
    lines: 'lines',
    async write(writes) {
      // A TRUNCATE commits what stands before it, and is alone where the suite uses it.
      await database.query(['START TRANSACTION', ...writes.map(sqlOf), 'COMMIT'].join(';\n'));
    },
    async rows(stream) {
      const order = stream === 'lines' ? 'order_id, line' : 'id';
      const rows = await database.query<Row>(`SELECT * FROM \`${stream}\` ORDER BY ${order}`);
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
        ),
      );
    },
    close: () => database.close(),
  };
});

function sqlOf(write: OutsideWrite): string {
  const table = `\`${write.stream}\``;
  switch (write.op) {
    case 'insert':
      return `INSERT INTO ${table} (${Object.keys(write.row).join(', ')}) VALUES (${Object.values(write.row).map(literal).join(', ')})`;
    case 'update':
      return `UPDATE ${table} SET ${assignments(write.set, ', ')} WHERE ${assignments(write.key, ' AND ')}`;
    case 'delete':
      return `DELETE FROM ${table} WHERE ${assignments(write.key, ' AND ')}`;
    case 'truncate':
      return `TRUNCATE ${table}`;
  }
}

function assignments(row: Row, between: string): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} = ${literal(value)}`)
    .join(between);
}

function literal(value: string | null): string {
  return value === null ? 'NULL' : `'${value.replaceAll(/['\\]/g, (quote) => `\\${quote}`)}'`;
}
