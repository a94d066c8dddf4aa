import type { Pool } from 'pg';
import { FlowStatus } from '#core/ledger/lane-status.ts';
import { verifyCounts } from '#core/ledger/verify-counts.ts';
import { VerifyReport } from '#core/ledger/verify-report.ts';

/** What the last comparison of both sides of a flow found, whether somebody asked for it or it is made all the time. */
export type LastVerify = {
  flowId: string;
  /** When it ended, microseconds since 1970. */
  at: number;
  records: number;
  /** For no known reason. */
  differ: number;
  /** Null for a comparison that goes on all the time. */
  operationId: string | null;
};

const asked = `
SELECT DISTINCT ON ("flowId") "flowId", id, result FROM operation
WHERE "flowId" = ANY($1) AND kind = 'verify' AND state = 'done' AND result IS NOT NULL
ORDER BY "flowId", "finishedAt" DESC`;

/** The latest finished comparison of each flow; flows that were never compared are left out. */
export async function readVerifies(pool: Pool, flowIds: readonly string[]): Promise<LastVerify[]> {
  if (flowIds.length === 0) return [];
  const [operations, statuses] = await Promise.all([
    pool.query<{ flowId: string; id: string; result: unknown }>(asked, [flowIds]),
    pool.query<{ flowId: string; status: unknown }>(
      'SELECT "flowId", status FROM deployment WHERE "flowId" = ANY($1) AND status IS NOT NULL',
      [flowIds],
    ),
  ]);
  const found = [
    ...operations.rows.flatMap(({ flowId, id, result }): LastVerify[] => {
      const report = VerifyReport.safeParse(result);
      if (!report.success) return [];
      const { records, differ } = verifyCounts(report.data);
      return [{ flowId, at: report.data.at, records, differ, operationId: id }];
    }),
    ...statuses.rows.flatMap(({ flowId, status }): LastVerify[] => {
      const verified = FlowStatus.safeParse(status).data?.verified;
      if (!verified) return [];
      const { at, records, differ } = verified;
      return [{ flowId, at, records, differ, operationId: null }];
    }),
  ];
  const latest = new Map<string, LastVerify>();
  for (const each of found) if (each.at > (latest.get(each.flowId)?.at ?? 0)) latest.set(each.flowId, each);
  return [...latest.values()];
}
