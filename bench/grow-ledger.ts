import type pg from 'pg';

/**
 * Grows the ledger to at least `lines` by copies of what it holds, as earlier changes of the same records: same
 * lane, same keys, same day. The ledger must hold something to copy.
 */
export async function growLedger(store: pg.Pool, lines: number): Promise<number> {
  const { rows: columns } = await store.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_name = 'ledger_entry' AND table_schema = current_schema() ORDER BY ordinal_position`,
  );
  const names = columns.map(({ name }) => name);
  const copied = names.map((name) =>
    name === 'seq' ? `nextval('ledger_seq')` : name === 'ordinal' ? 'ordinal + 1000000 * n' : name,
  );
  const before = await countLines(store);
  if (before === 0) throw new Error('the ledger is empty');
  const copies = Math.ceil(lines / before) - 1;
  await store.query(
    `INSERT INTO ledger_entry (${names.join(', ')}) SELECT ${copied.join(', ')}
     FROM generate_series(1, ${copies}) n, ledger_entry`,
  );
  await store.query('VACUUM ANALYZE ledger_entry');
  return countLines(store);
}

async function countLines(store: pg.Pool): Promise<number> {
  const { rows } = await store.query<{ n: number }>('SELECT count(*)::int AS n FROM ledger_entry');
  return rows[0]?.n ?? 0;
}
