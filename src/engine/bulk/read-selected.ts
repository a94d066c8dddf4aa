import type { Row } from '#core/values/value.ts';
import { linkReferences, loadLinks, usesLinks } from '../links/record-links.ts';
import { type LaneContext, passHeads } from '../reconcile/lane-routes.ts';
import { type BothRows, readByKeys } from '../reconcile/read-both-sides.ts';
import type { NamedRecord } from './plan-chunk.ts';

/**
 * What stands on both sides, by the records' own names, once both logs have passed the reading of it.
 *
 * @param how.halt aborts the waiting for the logs
 * @param how.dryRun links that do not exist yet are not made
 */
export async function readSelected(
  context: LaneContext,
  named: readonly NamedRecord[],
  { halt, dryRun }: { halt: AbortSignal; dryRun: boolean },
): Promise<Map<string, BothRows>> {
  const { own } = context.runtime;
  const rowsOf = await readByKeys(context, {
    left: named.map(({ identity }) => identity.left),
    right: named.map(({ identity }) => identity.right),
  });
  const { moment } = own;
  await passHeads({ ...context, signal: AbortSignal.any([context.signal, halt]) });
  const rows = new Map<string, BothRows>();
  for (const { identity } of named) {
    for (const side of ['left', 'right'] as const) own.forget(side, identity.recordKey, moment);
    rows.set(identity.recordKey, rowsOf(identity.recordKey));
  }
  await linkRead(context, [...rows.values()], dryRun);
  return rows;
}

async function linkRead(context: LaneContext, rows: BothRows[], dryRun: boolean): Promise<void> {
  const { lane, links } = context.runtime;
  if (!usesLinks(lane)) return;
  for (const side of ['left', 'right'] as const) {
    const held = rows.flatMap((each): Row[] => (each[side] ? [each[side]] : []));
    if (dryRun) await loadLinks(lane, side, held);
    else await linkReferences(lane, links, side, held);
  }
}
