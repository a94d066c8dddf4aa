import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import { verdictPath } from './verdicts.ts';

/** A filter as SQL: conditions over `ledger_entry` and the values that their parameters stand for. */
export type Where = { sql: string; values: unknown[] };

/** Collects the values of a statement's parameters. */
export class Parameters {
  readonly values: unknown[];

  constructor(...values: unknown[]) {
    this.values = values;
  }

  /** The parameter that stands for the value, e.g. `$3`. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Turns a filter into SQL, always narrowed to one workspace. */
export function ledgerWhere(workspaceId: string, filter: LedgerQuery): Where {
  const parameters = new Parameters(workspaceId);
  const conditions = [
    'workspace_id = $1',
    ...scopeConditions(filter, parameters),
    ...countedConditions(filter, 'code', parameters),
    ...foundConditions(filter, parameters),
    ...valueConditions(filter, parameters),
  ];
  return { sql: conditions.join(' AND '), values: parameters.values };
}

/** Of which flow, lane and time. Columns are those of `ledger_entry`. */
export function scopeConditions(filter: LedgerQuery, parameters: Parameters): string[] {
  const conditions: string[] = [];
  if (filter.flowId !== undefined) conditions.push(`flow_id = ${parameters.add(filter.flowId)}`);
  if (filter.laneId !== undefined) conditions.push(`lane_id = ${parameters.add(filter.laneId)}`);
  if (filter.from !== undefined)
    conditions.push(`committed_at >= ${parameters.add(filter.from)}::timestamptz`);
  if (filter.to !== undefined) conditions.push(`committed_at < ${parameters.add(filter.to)}::timestamptz`);
  return conditions;
}

/** What lines are counted by, beside their lane and minute: the same columns in `ledger_entry` and `ledger_count`. */
export function countedConditions(filter: LedgerQuery, code: string, parameters: Parameters): string[] {
  const conditions: string[] = [];
  const among = (column: string, values: readonly string[] | undefined) => {
    if (values?.length) conditions.push(`${column} = ANY(${parameters.add(values)})`);
  };
  if (filter.version !== undefined) conditions.push(`version = ${parameters.add(filter.version)}`);
  among('status', filter.status);
  among(code, filter.code);
  if (filter.side !== undefined) conditions.push(`side = ${parameters.add(filter.side)}`);
  among('op', filter.op);
  if (filter.cause !== undefined) conditions.push(`cause = ${parameters.add(filter.cause)}`);
  return conditions;
}

/** What an index of its own finds the lines of. */
export function foundConditions(filter: LedgerQuery, parameters: Parameters): string[] {
  const conditions: string[] = [];
  if (filter.recordKey !== undefined) conditions.push(`record_key = ${parameters.add(filter.recordKey)}`);
  if (filter.operationId !== undefined)
    conditions.push(`operation_id = ${parameters.add(filter.operationId)}`);
  if (filter.issueId !== undefined) conditions.push(`issue_id = ${parameters.add(filter.issueId)}`);
  if (filter.conflict) conditions.push('verdicts IS NOT NULL');
  const seq = filter.conflict?.seq;
  if (seq !== undefined) conditions.push(`seq = ${parameters.add(seq)}::bigint`);
  return conditions;
}

/** What only the lines themselves tell. */
export function valueConditions(filter: LedgerQuery, parameters: Parameters): string[] {
  const conditions: string[] = [];
  const { visible } = filter;
  if (filter.recordKey !== undefined && visible) {
    const lanes = Object.entries(visible.lanes).flatMap(([laneId, { key }]) => (key ? [laneId] : []));
    const open = parameters.add(lanes);
    conditions.push(visible.sealedKey ? `lane_id <> ALL(${open})` : `lane_id = ANY(${open})`);
  }
  const verdict = filter.conflict && verdictPath(filter.conflict);
  if (verdict) {
    const values = parameters.add(JSON.stringify(verdict.values));
    conditions.push(
      `jsonb_path_exists(verdicts, ${parameters.add(verdict.path)}::jsonpath, ${values}::jsonb)`,
    );
  }
  conditions.push(...tookConditions(filter, parameters));
  if (filter.position !== undefined) conditions.push(`position = ${parameters.add(filter.position)}`);
  if (filter.field !== undefined) {
    // A compact line of one row, or of what differs, has its changed fields in the row alone.
    const name = parameters.add(filter.field);
    conditions.push(`CASE WHEN compact AND changed = '{}' THEN coalesce(before, after) ? ${name}
      ELSE changed @> ARRAY[${name}] END`);
  }
  if (filter.text) {
    const text = parameters.add(`%${filter.text.replace(/[\\%_]/g, '\\$&')}%`);
    conditions.push(
      visible
        ? textInVisible(text, `${parameters.add(JSON.stringify(visible.lanes))}::jsonb`)
        : `(record_key ILIKE ${text} OR before::text ILIKE ${text} OR after::text ILIKE ${text})`,
    );
  }
  return conditions;
}

/** How long after its commit a change was carried. What was not has taken no time yet, and an action's lines have no commit. */
function tookConditions({ took }: LedgerQuery, parameters: Parameters): string[] {
  if (took?.least === undefined && took?.under === undefined) return [];
  const milliseconds = (value: number) => `${parameters.add(value)}::float8 * interval '1 millisecond'`;
  return [
    `cause = 'live' AND status IN ('applied', 'resolved')`,
    ...(took.least === undefined ? [] : [`applied_at - committed_at >= ${milliseconds(took.least)}`]),
    ...(took.under === undefined ? [] : [`applied_at - committed_at < ${milliseconds(took.under)}`]),
  ];
}

/** Whether the counts alone cannot tell which lines match. */
export function isHidden(filter: LedgerQuery): boolean {
  return valueConditions(filter, new Parameters()).length > 0;
}

/** The filter without all that only the lines themselves tell. */
export function countedPart(filter: LedgerQuery): LedgerQuery {
  const { flowId, laneId, version, status, code, side, op, cause, from, to } = filter;
  return { flowId, laneId, version, status, code, side, op, cause, from, to };
}

/** A text in what may be seen of a line. @param lanes `VisibleLanes`, as SQL */
function textInVisible(pattern: string, lanes: string): string {
  const inRow = (row: string) =>
    `EXISTS (SELECT FROM jsonb_each_text(${row}) AS f WHERE ${lanes} -> lane_id -> side ? f.key AND f.value ILIKE ${pattern})`;
  const inKey = `(${lanes} -> lane_id -> 'key' = 'true' AND record_key ILIKE ${pattern})`;
  return `(${inKey} OR ${inRow('before')} OR ${inRow('after')})`;
}

/** Whether an index of its own finds the few lines that match. */
export function isFound(filter: LedgerQuery): boolean {
  const { recordKey, operationId, issueId, conflict } = filter;
  return [recordKey, operationId, issueId, conflict].some((part) => part !== undefined);
}

/** Whether that index goes across lanes: one lane's lines are not found by it apart from the others'. */
export function isAcrossLanes({ recordKey, operationId, issueId }: LedgerQuery): boolean {
  return recordKey === undefined && (operationId !== undefined || issueId !== undefined);
}

/** The lines that are not simply carried, in the words of their partial index. */
export const NOTABLE = `(status NOT IN ('applied', 'unchanged') OR code IS NOT NULL
  OR op NOT IN ('insert', 'update') OR cause NOT IN ('live', 'snapshot'))`;

/** Whether every line that matches is one that is not simply carried. */
export function isNotable({ status, code, op, cause }: LedgerQuery): boolean {
  const none = <T>(values: readonly T[] | undefined, plain: readonly T[]) =>
    values !== undefined && values.length > 0 && !values.some((value) => plain.includes(value));
  return (
    none(status, ['applied', 'unchanged']) ||
    Boolean(code?.length) ||
    none(op, ['insert', 'update']) ||
    none(cause && [cause], ['live', 'snapshot'])
  );
}
