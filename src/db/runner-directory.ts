import type { Db } from './prisma-client.ts';

/** A runner that was not seen for this long counts as gone. */
const runnerGoneAfterMs = 10_000;

/** Runners of this installation. */
export function runnerDirectory(db: Db) {
  return {
    /** Was any runner seen in the last ten seconds, by the store's clock? */
    async anyAlive(): Promise<boolean> {
      const rows = await db.$queryRaw<{ alive: boolean }[]>`
        select exists (
          select 1 from runner where "seenAt" > (now() at time zone 'utc') - make_interval(secs => ${runnerGoneAfterMs / 1000})
        ) as alive`;
      return rows[0]?.alive ?? false;
    },
  };
}
