import { SyncError } from '#core/errors/sync-error.ts';
import type { TraceNames } from '#core/lineage/describe-trace.ts';
import type { ShownTraceStep } from '#core/lineage/shown-trace.ts';
import { type TraceStep, traceValue, type ValuePlace } from '#core/lineage/trace-value.ts';
import type { ShownValue } from '#core/masking/shown-value.ts';
import type { Value } from '#core/values/value.ts';
import { readLinkOf } from '#db/ledger/link-rows.ts';
import { maskerFor } from '../records/masker.ts';
import { readRecordSide, recordKeysOf } from '../records/read-record-side.ts';
import { type RecordAccount, recordAccount } from '../records/record-account.ts';
import { type Operations, TraceShower } from '../records/trace-shower.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Why a value stands where it stands, from now back to what wrote it. */
export type ValueTrace = {
  place: ValuePlace;
  /** What stands there now; undefined where the side could not be read. */
  now: ShownValue | undefined;
  /** The newest first. */
  steps: ShownTraceStep[];
  names: TraceNames;
};

/**
 * Walks back from a field of a record. Throws `NOT_FOUND` for a record that neither the ledger nor a side has and for a
 * field that neither knows, and `INPUT_INVALID` for what is no key.
 */
export async function traceRecordValue(
  context: WorkspaceContext,
  asked: { flowId: string; laneId: string; recordKey: string } & ValuePlace,
): Promise<ValueTrace> {
  const { flowId, laneId, side, field } = asked;
  const masker = await maskerFor(context);
  const record = { flowId, laneId, recordKey: masker.requireKey(laneId, asked.recordKey) };
  const account = await recordAccount(context, record);
  const now = await valueNow(context, record, account, { side, field });
  if (account.lines.length === 0 && now === undefined) {
    throw new SyncError('NOT_FOUND', 'The ledger knows nothing of this record, and no side could be read.');
  }
  const lanes = new Map([...account.versions].map(([number, { lane }]) => [number, lane]));
  const { life, wide, clocks, cut } = account;
  if (now === undefined) requireField(account, { side, field });
  const steps = traceValue({ lines: life.roots, wide, lanes, place: { side, field }, now, clocks, cut });
  const newest = account.versions.get(Math.max(...account.versions.keys()));
  const name = (of: 'left' | 'right') => newest?.lane[of].connection ?? `the ${of} side`;
  const names = { left: name('left'), right: name('right') };
  const show = new TraceShower({
    masker,
    laneId,
    account,
    names,
    operations: await operationsOf(context, steps),
  });
  return {
    place: { side, field },
    now: show.value({ side, field }, now),
    steps: steps.map((step) => show.step(step)),
    names,
  };
}

/** Throws `NOT_FOUND` for a field of which nothing tells. */
function requireField({ lines, versions }: RecordAccount, { side, field }: ValuePlace): void {
  const mapped = [...versions.values()].flatMap(({ lane }) => lane.fields.map((pair) => pair[side]));
  const rows = (line: (typeof lines)[number]) =>
    line.side === side ? [line.before, line.after] : [line.targetBefore, line.targetAfter];
  const told = lines.some((line) => rows(line).some((row) => row && Object.hasOwn(row, field)));
  if (told || mapped.includes(field)) return;
  const names = [...new Set(mapped)].join(', ') || 'none';
  throw new SyncError(
    'NOT_FOUND',
    `The ${side} side has no field "${field.slice(0, 80)}" in this mapping. Its fields are: ${names}.`,
  );
}

async function valueNow(
  context: WorkspaceContext,
  record: { flowId: string; laneId: string; recordKey: string },
  { lines }: RecordAccount,
  { side, field }: ValuePlace,
): Promise<Value | undefined> {
  const flow = await context.store.flows.find({ id: record.flowId });
  if (!flow) return undefined;
  const { pool } = context.services;
  const [stored, link] = await Promise.all([
    context.store.pending.findByKey(record.flowId, record.laneId, record.recordKey),
    readLinkOf(pool, record.laneId, record.recordKey),
  ]);
  const keys = recordKeysOf(flow, record, lines, stored?.body, link);
  // Code makes of the row what the ledger tells of; the system's own field of that name is another value.
  const view = keys?.lane[side].view;
  if (view && !view.passing.includes(field)) return undefined;
  const { row } = await readRecordSide(context, keys, side);
  return row && Object.hasOwn(row, field) ? row[field] : undefined;
}

async function operationsOf({ store }: WorkspaceContext, steps: readonly TraceStep[]): Promise<Operations> {
  const ids = new Set(steps.flatMap((step) => ('line' in step ? (step.line.operationId ?? []) : [])));
  const found = await Promise.all([...ids].map((id) => store.operations.find(id)));
  return new Map(
    found.flatMap((each) => (each ? [[each.id, { id: each.id, kind: each.kind, by: each.createdBy }]] : [])),
  );
}
