import type { Pool } from 'pg';
import { inTransaction } from './in-transaction.ts';
import { resolveRecovered } from './keep-issues.ts';
import { stillFailed } from './still-failed.ts';

const well = `
SELECT i.id FROM issue i WHERE i.kind = 'failure' AND i.state IN ('open', 'snoozed')
  AND EXISTS (SELECT FROM issue_record r WHERE r.issue_id = i.id AND r.failed_at IS NOT NULL)
  AND NOT EXISTS (SELECT FROM pending_record p WHERE p."issueId" = i.id) AND NOT EXISTS (SELECT ${stillFailed('i')})`;

/**
 * Resolves issues of which the last record that failed outright went well: the line that tells it is one of those that
 * are written in a single statement, which looks at no issue.
 */
export async function resolveWell(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(well);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await inTransaction(pool, (client) => resolveRecovered(client, ids));
}
