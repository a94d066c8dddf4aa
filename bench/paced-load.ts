import type pg from 'pg';

/** Clients that share a paced load: enough that none waits for its own commit to be written to the disk. */
const CLIENTS = 8;

/**
 * A procedure that updates rows one by one, each in a transaction of its own at its time. It runs in the
 * server, so that a busy client does not blur the rate.
 */
export function pacedLoadSchema(table: string): string {
  return `
  CREATE PROCEDURE write_paced(mark text, first int, step int, last int, begin_at timestamptz, pause float8)
  LANGUAGE plpgsql AS $$
  DECLARE
    n int := 0;
    wait float8;
  BEGIN
    FOR i IN first..last BY step LOOP
      wait := extract(epoch FROM begin_at + make_interval(secs => n * pause) - clock_timestamp());
      IF wait > 0 THEN PERFORM pg_sleep(wait); END IF;
      UPDATE ${table} SET name = mark || ' ' || i, updated = clock_timestamp() WHERE id = i;
      COMMIT;
      n := n + 1;
    END LOOP;
  END $$;`;
}

/**
 * Updates the rows first, first + step, … up to last, `rate` a second, and gives them names that begin with
 * `mark`. Resolves when all are committed.
 */
export async function writePaced(
  pool: pg.Pool,
  load: { mark: string; first: number; step: number; last: number; rate: number },
): Promise<void> {
  const { mark, first, step, last, rate } = load;
  const start = Date.now() + 200;
  const clients = Array.from({ length: CLIENTS }, (_, n) =>
    pool.query('CALL write_paced($1, $2, $3, $4, $5, $6)', [
      mark,
      first + n * step,
      step * CLIENTS,
      last,
      new Date(start + (n * 1_000) / rate),
      CLIENTS / rate,
    ]),
  );
  await Promise.all(clients);
}
