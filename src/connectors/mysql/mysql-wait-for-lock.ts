import type { MysqlClient } from './mysql-database.ts';
import { type Answer, answer } from './mysql-database.ts';
import type { MysqlDialect } from './mysql-dialect.ts';
import { errorNumberOf } from './mysql-errors.ts';

/** How long a statement waits for rows that others hold, and how often it looks. */
const WAIT_MILLISECONDS = 300;
const PAUSE_MILLISECONDS = 15;
const LOCK_WAIT_TIMEOUT = 1205;

/**
 * Runs statements that may meet a lock. The server is told not to wait (see `mysql-database`), so we wait
 * here, where InnoDB sees no deadlock and ends nobody's transaction: if ours and somebody else's wait for
 * each other, ours gives way and runs again. Throws the driver's errors.
 */
export async function waitForLock(
  client: MysqlClient,
  { rollsBackOnTimeout }: Pick<MysqlDialect, 'rollsBackOnTimeout'>,
  sql: string,
): Promise<Answer> {
  // Where nothing is left of the transaction, what runs next would stand alone.
  if (rollsBackOnTimeout) return answer(client, sql);
  const until = performance.now() + WAIT_MILLISECONDS;
  for (;;) {
    try {
      return await answer(client, sql);
    } catch (error) {
      if (errorNumberOf(error) !== LOCK_WAIT_TIMEOUT || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
  }
}
