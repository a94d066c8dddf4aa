import type { Side } from '#core/change/change-event.ts';
import type { Row } from '#core/values/value.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import type { BothRows } from '../reconcile/read-both-sides.ts';
import { linkReferences, loadLinks, usesLinks } from './record-links.ts';

/**
 * Makes the links that records to be decided refer to, once both logs have passed their reading, and
 * loads those that their last agreed values refer to.
 */
export async function linkReadRows(
  { lane, links }: LaneRuntime,
  results: { open: OpenRecord; rows: BothRows }[],
): Promise<void> {
  if (!usesLinks(lane)) return;
  for (const side of ['left', 'right'] as const) {
    await linkReferences(
      lane,
      links,
      side,
      results.map(({ rows }) => rows[side]),
    );
    await loadLinks(
      lane,
      side,
      results.flatMap(({ open }) => baseOf(open, side)),
    );
  }
}

function baseOf({ record: { base } }: OpenRecord, side: Side): Row[] {
  return base.kind === 'values' && base.side === side ? [base.row] : [];
}
