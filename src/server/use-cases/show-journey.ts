import { accountOrder } from '#core/lineage/account-order.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import type { ShownRow } from '#core/masking/shown-value.ts';
import { readLinkOf } from '#db/ledger/link-rows.ts';
import { type HeldRecord, presentPending } from '../conflicts/present-pending.ts';
import { findFlow } from '../flows/find-flow.ts';
import { maskEntry } from '../records/mask-entries.ts';
import { maskError } from '../records/mask-error.ts';
import { maskRow } from '../records/mask-row.ts';
import { maskerFor } from '../records/masker.ts';
import { readRecordSide, recordKeysOf, type SideError } from '../records/read-record-side.ts';
import { recordAccount } from '../records/record-account.ts';
import { ValueNumbers } from '../records/value-numbers.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A line with the time at which its change was made, by our clock as far as that can be told, microseconds. */
export type JourneyLine = ShownEntry & { happenedAt: number };

/** A part of an account: so many lines, without the newest `skip`. */
export type JourneyPage = { skip: number; limit: number };

/** One record's account. */
export type Journey = {
  /** A page of it: in the order in which it happened, oldest first. */
  entries: JourneyLine[];
  /** How many lines there are of the record; no more of one than the newest 20,000 are looked at. */
  total: number;
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
 * none, and `INPUT_INVALID` for what is no key. A side that does not answer leaves the rest readable.
 */
export async function showJourney(
  context: WorkspaceContext,
  asked: { flowId: string; laneId: string; recordKey: string },
  { skip, limit }: JourneyPage = { skip: 0, limit: 1_000 },
): Promise<Journey> {
  const { flowId, laneId } = asked;
  const masker = await maskerFor(context);
  const record = { flowId, laneId, recordKey: masker.requireKey(laneId, asked.recordKey) };
  const { recordKey } = record;
  const [{ lines, clocks }, stored] = await Promise.all([
    recordAccount(context, record),
    context.store.pending.findByKey(flowId, laneId, recordKey),
  ]);
  const numbers = new ValueNumbers();
  const total = lines.length;
  const end = Math.max(0, total - skip);
  // Equal values have equal numbers on every page, so each line is numbered.
  const entries = accountOrder(lines, clocks)
    .map(({ line, happenedAt }, at) => ({
      ...(masker.visible || (at < end && at >= end - limit) ? maskEntry(masker, line, numbers) : line),
      happenedAt,
    }))
    .slice(Math.max(0, end - limit), end);
  const gone = total > 0 && (await context.store.flows.find({ id: flowId })) === null;
  if (gone)
    return { entries, total, pending: null, left: null, right: null, leftError: null, rightError: null };
  const flow = await findFlow(context, { id: flowId });
  const link = await readLinkOf(context.services.pool, laneId, recordKey);
  const keys = recordKeysOf(flow, record, lines, stored?.body, link);
  const [left, right] = await Promise.all([
    readRecordSide(context, keys, 'left'),
    readRecordSide(context, keys, 'right'),
  ]);
  return {
    entries,
    total,
    pending: stored && presentPending({ ...stored, flowName: flow.name }, masker, context.services.secretKey),
    left: maskRow(masker, { laneId, side: 'left' }, left.row, numbers),
    right: maskRow(masker, { laneId, side: 'right' }, right.row, numbers),
    leftError: maskError(masker, flowId, left.error),
    rightError: maskError(masker, flowId, right.error),
  };
}
