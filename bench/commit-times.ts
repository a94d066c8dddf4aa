import type pg from 'pg';

/**
 * How a side knows when a row came to be as it is: by the time of the commit that wrote it, or noted by a
 * trigger. Native replication keeps the source's commit time on what it applies, so that there a trigger has to
 * note the moment; it is a little before the commit, in native's favour.
 */
export type Clock = 'commit' | 'trigger';

/** For `trigger`: notes what replication applies to `table`, in `<table>_arrivals`. */
export function noteArrivals(table: string): string {
  return `
  CREATE TABLE ${table}_arrivals (id int, at timestamptz);
  CREATE FUNCTION ${table}_note() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO public.${table}_arrivals VALUES (NEW.id, clock_timestamp()); RETURN NULL; END';
  CREATE TRIGGER note AFTER UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_note();
  ALTER TABLE ${table} ENABLE REPLICA TRIGGER note;`;
}

/** When rows that satisfy `where` were last written, ms since 1970 with fractions, by id. */
export async function writtenAt(
  pool: pg.Pool,
  table: string,
  where: string,
  clock: Clock,
): Promise<Map<number, number>> {
  const source =
    clock === 'commit'
      ? `SELECT id, pg_xact_commit_timestamp(xmin) AS at FROM ${table} WHERE ${where}`
      : `SELECT id, max(a.at) AS at FROM ${table}_arrivals a JOIN ${table} USING (id) WHERE ${where} GROUP BY id`;
  const { rows } = await pool.query<{ id: number; at: number }>(
    `SELECT id, (extract(epoch FROM at) * 1000)::float8 AS at FROM (${source}) t`,
  );
  return new Map(rows.map((row) => [row.id, row.at]));
}

/** Milliseconds from each row's commit on the source until it was on the target. Throws when one is not there. */
export function latenciesOf(sent: Map<number, number>, arrived: Map<number, number>): number[] {
  return [...sent].map(([id, at]) => {
    const there = arrived.get(id);
    if (there === undefined) throw new Error(`row ${id} never arrived`);
    return there - at;
  });
}
