import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { verdictPath } from './verdicts.ts';

/** A filter as SQL: conditions over `ledger_entry` and the values that their parameters stand for. */
export type Where = { sql: string; values: unknown[] };

/** Turns a filter into SQL, always narrowed to one workspace. */
export function ledgerWhere(workspaceId: string, filter: LedgerQuery): Where {
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
  const { visible } = filter;
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
  if (filter.recordKey !== undefined && visible) {
    const open = Object.entries(visible.lanes).flatMap(([laneId, { key }]) => (key ? [laneId] : []));
    add((p) => (visible.sealedKey ? `lane_id <> ALL(${p})` : `lane_id = ANY(${p})`), open);
  }
  if (filter.text) {
    const pattern = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
    if (visible) {
      values.push(JSON.stringify(visible.lanes));
      add((p) => textInVisible(p, `$${values.length - 1}::jsonb`), pattern);
    } else {
      add((p) => `(record_key ILIKE ${p} OR before::text ILIKE ${p} OR after::text ILIKE ${p})`, pattern);
    }
  }
  if (filter.from !== undefined) add((p) => `committed_at >= ${p}::timestamptz`, filter.from);
  if (filter.to !== undefined) add((p) => `committed_at < ${p}::timestamptz`, filter.to);
  return { sql: conditions.join(' AND '), values };
}

/** A text in what may be seen of a line. @param lanes `VisibleLanes`, as SQL */
function textInVisible(pattern: string, lanes: string): string {
  const inRow = (row: string) =>
    `EXISTS (SELECT FROM jsonb_each_text(${row}) AS f WHERE ${lanes} -> lane_id -> side ? f.key AND f.value ILIKE ${pattern})`;
  const inKey = `(${lanes} -> lane_id -> 'key' = 'true' AND record_key ILIKE ${pattern})`;
  return `(${inKey} OR ${inRow('before')} OR ${inRow('after')})`;
}

const notableStatuses = new Set<string>(['resolved', 'held', 'failed', 'parked']);
