import type { JourneyDatabase } from './journey.ts';

/** Rows that each side has before the flow is there, and how the two meet. */
export const population = { each: 20_000, shared: 10_000, differing: 5_000 };

const firstOfRight = population.each - population.shared + 1;
const lastOfRight = population.each * 2 - population.shared;

/** Ids of `population`, and beyond them, by what the test does to them. */
export const ids = {
  /** Both sides write them all the time; nobody deletes them. */
  shared: { first: 1, count: 300 },
  /** Inserted, changed and deleted by both sides at random; half of them are there at the start. */
  mixed: { first: lastOfRight - 99, count: 200 },
  /** Deleted by one side while the other leaves them alone. */
  deletedOn: { left: { first: 1_001, count: 4_000 }, right: { first: 11_001, count: 4_000 } },
  /** Inserted by one side alone. */
  insertedOn: { left: 100_000, right: 200_000 },
  /** Many rows at once, by both sides. */
  bulk: { first: 5_001, count: 5_000 },
};

/** The left side: a customer as one team keeps it. */
export async function makeCustomers(database: JourneyDatabase): Promise<void> {
  await database.query(`
    CREATE TABLE customers (
      id int PRIMARY KEY, name text NOT NULL, phone text, score numeric(10,2) NOT NULL, tier text NOT NULL,
      left_note text, right_note text);
    ALTER TABLE customers REPLICA IDENTITY FULL;
    INSERT INTO customers
      SELECT i, 'Customer ' || i, '+49 30 ' || i, i % 1000 / 4.0, (ARRAY['bronze', 'silver', 'gold'])[i % 3 + 1]
      FROM generate_series(1, ${population.each}) i;
    ANALYZE customers`);
}

/** The right side: the same customers under other names and types; some are there on this side alone. */
export async function makeClients(database: JourneyDatabase): Promise<void> {
  await database.query(`
    CREATE TYPE client_tier AS ENUM ('bronze', 'silver', 'gold');
    CREATE TABLE clients (
      client_id bigint PRIMARY KEY, full_name varchar(80) NOT NULL, phone_number varchar(40),
      points numeric(14,2) NOT NULL, level client_tier NOT NULL, from_left text, from_right text);
    ALTER TABLE clients REPLICA IDENTITY FULL;
    INSERT INTO clients
      SELECT i, CASE WHEN i < ${firstOfRight + population.differing} THEN 'Client ' ELSE 'Customer ' END || i,
        '+49 30 ' || i, i % 1000 / 4.0, (ARRAY['bronze', 'silver', 'gold'])[i % 3 + 1]::client_tier
      FROM generate_series(${firstOfRight}, ${lastOfRight}) i;
    ANALYZE clients`);
}

/** The two sides' names for the same things. */
export const tables = {
  left: {
    table: 'customers',
    id: 'id',
    name: 'name',
    score: 'score',
    tier: 'tier',
    own: 'left_note',
    columns: ['id', 'name', 'phone', 'score', 'tier', 'left_note', 'right_note'],
  },
  right: {
    table: 'clients',
    id: 'client_id',
    name: 'full_name',
    score: 'points',
    tier: 'level',
    own: 'from_right',
    columns: ['client_id', 'full_name', 'phone_number', 'points', 'level', 'from_left', 'from_right'],
  },
} as const;

export type SideName = keyof typeof tables;

/** The flow as its file says it; the nodes have no places. */
export function customerFlow(name: string, connections: Record<SideName, string>) {
  const { left, right } = tables;
  return {
    formatVersion: 1,
    name,
    nodes: [
      { id: 'left', kind: 'endpoint', connection: connections.left, stream: 'public.customers' },
      {
        id: 'map',
        kind: 'mapping',
        match: [[left.id, right.id]],
        fields: left.columns.map((column, index) => ({ left: column, right: right.columns[index] })),
      },
      {
        id: 'rule',
        kind: 'conflict',
        rule: { kind: 'newest', tie: 'left' },
        fields: { tier: { kind: 'prefer', side: 'right' } },
        deletes: { carry: 'both', againstUpdate: 'update' },
        first: { onlyLeft: 'create', onlyRight: 'create', differ: { kind: 'prefer', side: 'left' } },
      },
      { id: 'right', kind: 'endpoint', connection: connections.right, stream: 'public.clients' },
    ],
    edges: [
      { id: 'e1', source: 'left', target: 'map' },
      { id: 'e2', source: 'map', target: 'rule' },
      { id: 'e3', source: 'rule', target: 'right' },
    ],
  };
}

/** All rows of a side by id, every value as text under the left side's names. */
export async function readSide(
  database: JourneyDatabase,
  side: SideName,
): Promise<Map<number, Record<string, string | null>>> {
  const { table, columns } = tables[side];
  const values = columns.map((column, index) => `${column}::text AS ${tables.left.columns[index]}`);
  const rows = await database.query<Record<string, string | null>>(
    `SELECT ${values.join(', ')} FROM ${table}`,
  );
  return new Map(rows.map((row) => [Number(row.id), row]));
}
