import type { TestDatabase } from '../test-database.ts';

/**
 * Writes to a side so that no lane carries it: the lanes' checkpoint rows come first in the transaction, as
 * if they had written themselves. What is left is a difference that only a comparison finds.
 */
export async function writeUnseen(database: TestDatabase, sql: string): Promise<void> {
  const mark = database.url.startsWith('mysql:')
    ? 'UPDATE syncline_checkpoint SET touches = touches + 1'
    : 'UPDATE syncline.checkpoint SET at = clock_timestamp()';
  await database.query(`BEGIN; ${mark}; ${sql}; COMMIT`);
}
