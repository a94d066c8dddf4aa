import type { Pool } from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { microsToIso } from '#lib/micros.ts';
import { selectLines } from './read-ledger.ts';

const PAGE = 2_000;

/** Lines get their number before they are seen: those of the last two seconds may still be overtaken. */
const SETTLED = `applied_at < now() - interval '2 seconds'`;

/** How long after its commit a change may arrive and still be found among the latest lines. */
const LATE = `interval '1 hour'`;

type Flow = { workspaceId: string; flowId: string };

/** Changes that a flow carried, in commit order, in pages. @param range.from, range.to microseconds since 1970, half open */
export async function* pastLines(
  pool: Pool,
  { workspaceId, flowId, from, to }: Flow & { from: number; to: number },
): AsyncIterable<LedgerRow[]> {
  let place = [microsToIso(from), '0'];
  for (;;) {
    const page = await selectLines(
      pool,
      `WHERE workspace_id = $1 AND flow_id = $2 AND cause = 'live' AND committed_at < $3::timestamptz
         AND (committed_at, seq) > ($4::timestamptz, $5::bigint)
       ORDER BY ledger_entry.committed_at, ledger_entry.seq LIMIT ${PAGE}`,
      [workspaceId, flowId, microsToIso(to), ...place],
    );
    const last = page.at(-1);
    if (!last) return;
    yield whole(page);
    if (page.length < PAGE) return;
    place = [microsToIso(last.commitTime), last.seq];
  }
}

/** Changes that a flow has carried since a line, in the order of their arrival. @param after `seq` of that line */
export async function latestLines(
  pool: Pool,
  { workspaceId, flowId, from, after }: Flow & { from: number; after: string },
): Promise<LedgerRow[]> {
  const lines = await selectLines(
    pool,
    `WHERE workspace_id = $1 AND flow_id = $2 AND cause = 'live' AND committed_at >= $3::timestamptz
       AND committed_at > now() - ${LATE} AND seq > $4::bigint AND ${SETTLED}
     ORDER BY ledger_entry.seq LIMIT ${PAGE}`,
    [workspaceId, flowId, microsToIso(from), after],
  );
  return whole(lines);
}

/** Throws `VALUES_NOT_KEPT` where a line lacks values: what would become of its change cannot be told. */
function whole(lines: LedgerRow[]): LedgerRow[] {
  if (lines.every(({ payload }) => payload === undefined)) return lines;
  throw new SyncError('VALUES_NOT_KEPT', 'The flow does not keep all values of its changes in the ledger.');
}
