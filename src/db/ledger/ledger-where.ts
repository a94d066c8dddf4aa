import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { verdictPath } from './verdicts.ts';

/** A filter as SQL: conditions over `ledger_entry` and the values that their parameters stand for. */
export type Where = { sql: string; values: unknown[] };

/** Turns a filter into SQL, always narrowed to one workspace. */
export function ledgerWhere(workspaceId: string, filter: LedgerFilter): Where {
  const values: unknown[] = [workspaceId];
  const conditions = ['workspace_id = $1'];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  if (filter.flowId !== undefined) add((p) => `flow_id = ${p}`, filter.flowId);
  if (filter.laneId !== undefined) add((p) => `lane_id = ${p}`, filter.laneId);
  if (filter.status?.length) {
    // Spelled out as well as bound, so that the partial index on the notable ones can serve.
    const notable = filter.status.every((status) => notableStatuses.has(status));
    if (notable) conditions.push(`status IN ('resolved', 'held', 'failed', 'parked')`);
    add((p) => `status = ANY(${p})`, filter.status);
  }
  if (filter.code?.length) add((p) => `code = ANY(${p})`, filter.code);
  if (filter.side !== undefined) add((p) => `side = ${p}`, filter.side);
  if (filter.op?.length) add((p) => `op = ANY(${p})`, filter.op);
  if (filter.cause !== undefined) add((p) => `cause = ${p}`, filter.cause);
  if (filter.recordKey !== undefined) add((p) => `record_key = ${p}`, filter.recordKey);
  if (filter.operationId !== undefined) add((p) => `operation_id = ${p}`, filter.operationId);
  if (filter.conflict) {
    conditions.push('verdicts IS NOT NULL');
    const path = verdictPath(filter.conflict);
    if (path) {
      values.push(path.path, JSON.stringify(path.values));
      conditions.push(
        `jsonb_path_exists(verdicts, $${values.length - 1}::jsonpath, $${values.length}::jsonb)`,
      );
    }
  }
  if (filter.issueId !== undefined) add((p) => `issue_id = ${p}`, filter.issueId);
  if (filter.text) {
    add(
      (p) => `(record_key ILIKE ${p} OR before::text ILIKE ${p} OR after::text ILIKE ${p})`,
      `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`,
    );
  }
  if (filter.from !== undefined) add((p) => `committed_at >= ${p}::timestamptz`, filter.from);
  if (filter.to !== undefined) add((p) => `committed_at < ${p}::timestamptz`, filter.to);
  return { sql: conditions.join(' AND '), values };
}

const notableStatuses = new Set<string>(['resolved', 'held', 'failed', 'parked']);
