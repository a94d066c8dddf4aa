import { decide } from '#core/conflict/decide.ts';
import type { DecideInput, Decision } from '#core/conflict/decision.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Rule } from '#core/flow/flow-graph.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { ReDecide } from '#core/operations/bulk-action.ts';
import { planReDecide } from '#core/operations/plan-re-decide.ts';
import type { PlanLane, RecordPlan, SelectedRecord } from '#core/operations/record-plan.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Row } from '#core/values/value.ts';
import { decideField, decideInput, decideLane } from './decide-fixtures.ts';

const types: Record<string, { left: NeutralType; right: NeutralType }> = {
  text: { left: { kind: 'text' }, right: { kind: 'text' } },
  whole: { left: { kind: 'int32' }, right: { kind: 'int64' } },
  price: {
    left: { kind: 'decimal', precision: 12, scale: 2 },
    right: { kind: 'decimal', precision: 12, scale: 4 },
  },
  tags: {
    left: { kind: 'array', of: { kind: 'text' } },
    right: { kind: 'array', of: { kind: 'text' } },
  },
};
export const names = Object.keys(types);

/** A two-way lane with a field of every kind that merges differently. */
export function laneWith(rules: Record<string, Rule>, more: Partial<PlanLane> = {}): PlanLane {
  const rule: Rule = { kind: 'newest', tie: 'left' };
  return {
    ...decideLane({
      version: 2,
      fields: [
        decideField('id', { key: true }),
        ...names.map((name) => decideField(name, { rule: rules[name] ?? rule }, types[name])),
      ],
      first: { onlyLeft: 'create', onlyRight: 'create', differ: rule, fields: rules },
    }),
    id: 'f:l-m-r',
    ...more,
  };
}

let seq = 100;
/** A line of record `["1"]` that tells of a decided conflict. */
export function line(conflict: ConflictAccount | null, more: Partial<LedgerRow> = {}): LedgerRow {
  seq += 1;
  return {
    seq: String(seq),
    workspaceId: 'w',
    laneId: 'f:l-m-r',
    flowId: 'f',
    version: 1,
    side: 'left',
    position: '0',
    ordinal: seq,
    commitTime: seq,
    capturedAt: seq,
    appliedAt: seq,
    op: 'update',
    status: 'resolved',
    code: 'CONFLICT_RESOLVED',
    detail: '',
    recordKey: '["1"]',
    before: null,
    after: null,
    targetBefore: null,
    targetAfter: null,
    changed: [],
    cause: 'live',
    conflict,
    operationId: null,
    issueId: null,
    ...more,
  };
}

export type Rows = SelectedRecord['now'];

/** What a decision leaves on both sides. */
export function leftBy(rows: Rows, decision: Decision | RecordPlan): Rows {
  if (decision.kind !== 'write') return rows;
  const side = (name: 'left' | 'right'): Row | null => {
    const write = decision[name];
    if (write === undefined) return rows[name];
    if (write === null) return 'account' in decision && 'detail' in decision ? null : rows[name];
    if ('op' in write && typeof write.set === 'object') {
      return write.op === 'delete' ? null : { ...rows[name], ...(write.set as Row) };
    }
    return { ...rows[name], ...(write as Row) };
  };
  return { left: side('left'), right: side('right') };
}

/** Decides the lines' conflicts again. */
export function again(
  action: Omit<ReDecide, 'kind'>,
  lane: PlanLane,
  selected: LedgerRow[],
  now: Rows,
  since = selected,
) {
  const record = { laneId: 'f:l-m-r', recordKey: '["1"]', from: null, selected, since, now };
  return planReDecide({ kind: 're-decide', ...action }).plan(record, lane);
}

/** What these rules decide of a record's history; null where a value cannot be cast. */
export function decided(lane: PlanLane, from: Partial<DecideInput>): Decision | null {
  try {
    return decide(decideInput({ lane, ...from }));
  } catch (error) {
    if (error instanceof SyncError) return null;
    throw error;
  }
}
