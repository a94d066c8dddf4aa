import type { Pool } from 'pg';

const DAY = 86_400_000;

/**
 * Makes the ledger's daily partitions from yesterday to the day after tomorrow (UTC). A day whose
 * lines already lie in the default partition stays there.
 */
export async function ensurePartitions(pool: Pool, now: Date = new Date()): Promise<void> {
  for (let offset = -1; offset <= 2; offset += 1) {
    const from = new Date(Math.floor(now.getTime() / DAY) * DAY + offset * DAY).toISOString();
    const to = new Date(Date.parse(from) + DAY).toISOString();
    const name = `ledger_entry_${from.slice(0, 10).replaceAll('-', '')}`;
    const known = await pool.query(`SELECT to_regclass($1) IS NOT NULL AS known`, [name]);
    if (known.rows[0]?.known) continue;
    const strays = await pool.query(
      'SELECT 1 FROM ledger_entry_default WHERE committed_at >= $1 AND committed_at < $2 LIMIT 1',
      [from, to],
    );
    if (strays.rowCount === 0) {
      await pool.query(
        `CREATE TABLE IF NOT EXISTS "${name}" PARTITION OF ledger_entry FOR VALUES FROM ('${from}') TO ('${to}')`,
      );
    }
  }
}
