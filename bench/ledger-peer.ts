import type pg from 'pg';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { ledgerWhere } from '#db/ledger/ledger-where.ts';

const indexed = ['committed_at', 'flow_id', 'lane_id', 'record_key', 'status', 'code', 'side', 'op', 'cause'];

/** Another table with the same lines: one heap, an index on each column that is asked by. */
export async function makePeer(pool: pg.Pool): Promise<void> {
  await pool.query('CREATE TABLE plain_entry (LIKE ledger_entry INCLUDING DEFAULTS)');
  await pool.query('INSERT INTO plain_entry SELECT * FROM ledger_entry');
  await pool.query('ALTER TABLE plain_entry ADD PRIMARY KEY (seq)');
  for (const column of indexed) await pool.query(`CREATE INDEX ON plain_entry (${column})`);
  await pool.query('VACUUM ANALYZE plain_entry');
}

/** The same page, asked of the peer as one would. @param before commit time below which it lies; null for the first */
export async function peerPage(pool: pg.Pool, filter: LedgerFilter, before: string | null): Promise<void> {
  const { sql, values } = ledgerWhere('w', { ...filter, to: before ?? filter.to });
  await pool.query(
    `SELECT * FROM plain_entry WHERE ${sql} ORDER BY committed_at DESC, seq DESC LIMIT 51`,
    values,
  );
}

export async function peerCount(pool: pg.Pool, filter: LedgerFilter): Promise<number> {
  const { sql, values } = ledgerWhere('w', filter);
  const counted = await pool.query<{ n: number }>(
    `SELECT count(*)::float8 AS n FROM plain_entry WHERE ${sql}`,
    values,
  );
  return counted.rows[0]?.n ?? 0;
}

/** Writes copies of the newest lines into the peer, a part at a time, by INSERT. @returns rows a second */
export async function peerIngest(pool: pg.Pool, parts: number, size: number): Promise<number> {
  const { rows } = await pool.query<{ lines: string }>(
    `SELECT json_agg(l)::text AS lines FROM (SELECT * FROM ledger_entry ORDER BY committed_at DESC LIMIT $1) l`,
    [size],
  );
  const given = rows[0]?.lines ?? '[]';
  const started = performance.now();
  for (let part = 0; part < parts; part += 1) {
    // Their numbers are new ones, as the default would give them.
    await pool.query(
      `INSERT INTO plain_entry SELECT (l).* FROM (
         SELECT json_populate_record(null::plain_entry, (e || jsonb_build_object('seq', nextval('ledger_seq')))::json) AS l
         FROM jsonb_array_elements($1::jsonb) e) given`,
      [given],
    );
  }
  return (parts * size) / ((performance.now() - started) / 1_000);
}
