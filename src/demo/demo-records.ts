import type pg from 'pg';

/** Keys of records that both demo databases hold, as far as the traffic needs them. */
export type DemoRecords = {
  accounts: string[];
  contacts: string[];
  deals: string[];
  /** The account of each contact, for deals that refer to both. */
  accountOf: Map<string, string>;
};

/** At most so many keys of a table are kept; the rest of a larger table stays quiet. */
const LIMIT = 20_000;

/** Reads the keys of both sides and keeps those that both have. */
export async function readDemoRecords(left: pg.Pool, right: pg.Pool): Promise<DemoRecords> {
  const shared = async (table: string, key: string, otherTable: string, otherKey: string) => {
    const keys = async (pool: pg.Pool, name: string, column: string) =>
      (await pool.query<{ key: string }>(`SELECT ${column} AS key FROM ${name} ORDER BY 1 LIMIT ${LIMIT}`))
        .rows;
    const there = new Set((await keys(right, otherTable, otherKey)).map((row) => row.key));
    return (await keys(left, table, key)).map((row) => row.key).filter((value) => there.has(value));
  };
  const [accounts, contacts, deals] = await Promise.all([
    shared('accounts', 'id', 'organizations', 'organization_id'),
    shared('contacts', 'id', 'people', 'person_id'),
    shared('deals', 'id', 'orders', 'order_id'),
  ]);
  const known = new Set(accounts);
  const owners = await left.query<{ id: string; account_id: string }>(
    'SELECT id, account_id FROM contacts WHERE id = ANY($1::uuid[])',
    [contacts],
  );
  const accountOf = new Map(
    owners.rows.filter((row) => known.has(row.account_id)).map((row) => [row.id, row.account_id]),
  );
  return { accounts, contacts, deals, accountOf };
}
