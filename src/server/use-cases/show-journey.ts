import type { ShownEntry } from '#core/masking/shown-entry.ts';
import type { ShownRow } from '#core/masking/shown-value.ts';
import { readLinkOf } from '#db/ledger/link-rows.ts';
import { recordJourney } from '#db/ledger/read-ledger.ts';
import { type HeldRecord, presentPending } from '../conflicts/present-pending.ts';
import { findFlow } from '../flows/find-flow.ts';
import { maskEntry } from '../records/mask-entries.ts';
import { maskError } from '../records/mask-error.ts';
import { maskRow } from '../records/mask-row.ts';
import { maskerFor } from '../records/masker.ts';
import { readRecordSide, recordKeysOf, type SideError } from '../records/read-record-side.ts';
import { ValueNumbers } from '../records/value-numbers.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** One record's whole account. */
export type Journey = {
  /** Oldest first. */
  entries: ShownEntry[];
  pending: HeldRecord | null;
  /** What the left side holds now, mapped fields only; null when it has no such record or could not be asked. */
  left: ShownRow | null;
  right: ShownRow | null;
  /** Why a side could not be asked. */
  leftError: SideError | null;
  rightError: SideError | null;
};

/**
 * @param record.recordKey in its sealed form where the key is masked for the caller
 *
 * Records outlive their flow: of a deleted one the account alone is left. Throws `NOT_FOUND` where there is
 * none. A side that does not answer leaves the rest readable.
 */
export async function showJourney(
  context: WorkspaceContext,
  asked: { flowId: string; laneId: string; recordKey: string },
): Promise<Journey> {
  const { flowId, laneId } = asked;
  const masker = await maskerFor(context);
  const record = { ...asked, recordKey: masker.requireKey(laneId, asked.recordKey) };
  const { recordKey } = record;
  const [entries, stored] = await Promise.all([
    recordJourney(context.services.pool, context.workspace.id, record),
    context.store.pending.findByKey(flowId, laneId, recordKey),
  ]);
  const numbers = new ValueNumbers();
  const shown = entries.map((entry) => maskEntry(masker, entry, numbers));
  const gone = entries.length > 0 && (await context.store.flows.find({ id: flowId })) === null;
  if (gone)
    return { entries: shown, pending: null, left: null, right: null, leftError: null, rightError: null };
  const flow = await findFlow(context, { id: flowId });
  const link = await readLinkOf(context.services.pool, laneId, recordKey);
  const keys = recordKeysOf(flow, record, entries, stored?.body, link);
  const [left, right] = await Promise.all([
    readRecordSide(context, keys, 'left'),
    readRecordSide(context, keys, 'right'),
  ]);
  return {
    entries: shown,
    pending: stored && presentPending({ ...stored, flowName: flow.name }, masker),
    left: maskRow(masker, { laneId, side: 'left' }, left.row, numbers),
    right: maskRow(masker, { laneId, side: 'right' }, right.row, numbers),
    leftError: maskError(masker, flowId, left.error),
    rightError: maskError(masker, flowId, right.error),
  };
}
