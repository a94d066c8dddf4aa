import type { Side } from '#core/change/change-event.ts';
import { agreedSince } from '#core/conflict/agreed-since.ts';
import { baseValues } from '#core/conflict/changed-since.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

/**
 * Both rows without what a round that did not come to its end had written to them: such a field holds again what both
 * sides had agreed on. A side that nothing was written to is the very row that is given.
 *
 * @returns null where it is not known what had stood there.
 */
export function ownRows(
  { fields }: CompiledLane,
  { base, written }: Pick<PendingRecord, 'base' | 'written'>,
  rows: Record<Side, Row>,
): Record<Side, Row> | null {
  const own = { ...rows };
  for (const side of ['left', 'right'] as const) {
    const alone = { left: {}, right: {}, [side]: written[side] };
    const standing = agreedSince(alone, fields, rows);
    for (const field of fields) {
      if (!Object.hasOwn(standing, field.left) || field.direction !== 'both') continue;
      const before = baseValues(base, {}, field);
      if (!before) return null;
      own[side] = { ...own[side], [field[side]]: before[side] };
    }
  }
  return own;
}
