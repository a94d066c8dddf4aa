import { measureClock } from '#lib/measure-clock.ts';
import { answer, type MysqlDatabase } from './mysql-database.ts';

/** A log that names the second of a commit alone. */
const HALF_A_SECOND = 500_000;

/**
 * Server time minus local time, and how far that may be off, in microseconds. MariaDB's log names the second alone
 * in which a commit was asked for, and so its commit times are off by up to half a second from the second's middle.
 */
export async function measureMysqlClock(
  database: MysqlDatabase,
): Promise<{ offset: number; uncertainty: number }> {
  const { mariadb } = await database.dialect();
  const { offset, uncertainty } = await database.withClient((client) =>
    measureClock(async () => {
      const { rows } = await answer(client, 'SELECT ROUND(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000)');
      return Number(rows[0]?.[0]);
    }),
  );
  return { offset, uncertainty: uncertainty + (mariadb ? HALF_A_SECOND : 0) };
}
