import type { Side } from '../change/change-event.ts';
import type { LedgerRow } from '../ledger/ledger-filter.ts';
import type { Row } from '../values/value.ts';

/**
 * What a line of the ledger says about one side of its record.
 * - `external`: somebody changed it there, and the side's log told of it;
 * - `ours`: the flow wrote it there;
 * - `found`: it was read there, whoever wrote it;
 * - `implied`: it was neither read nor written, but equals what the other side holds, as far as the coarser of the
 *   two types tells: the side may hold a finer value.
 */
export type Effect = {
  side: Side;
  kind: 'external' | 'ours' | 'found' | 'implied';
  /** Since when it holds, microseconds since 1970: the side's commit for what others did, our clock for ours. */
  at: number;
  /** Values that stand since then, of the fields that are known; null: the record is gone. */
  row: Row | null;
  /** What stood there just before; null: no record; undefined: not known. */
  before: Row | null | undefined;
  line: LedgerRow;
  /** Order in which lines were settled; the lines of one settlement share it. */
  order: number;
};

/** Does the line tell this value itself? Under a policy of digests it tells only whether it is empty, or the same. */
export function tellsValue({ line }: Effect, value: Row[string] | undefined): boolean {
  return line.payload !== 'digests' || value === null;
}
