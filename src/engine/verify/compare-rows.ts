import type { Side } from '#core/change/change-event.ts';
import type { Row } from '#core/values/value.ts';
import { isHidden } from '../plan/compile-filter.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { lookUpOtherSide } from '../plan/look-up-other-side.ts';
import type { PartPair } from './compare-parts.ts';
import { disagreement } from './disagreement.ts';
import type { Findings } from './findings.ts';
import type { Suspects } from './suspects.ts';
import type { VerifyOptions } from './verify-options.ts';

const CHUNK_ROWS = 2_000;

/**
 * Compares both sides record by record, of one part or (null) of everything: streams the left in key
 * order and looks each record up on the right, then the right for records that only it has.
 */
export async function compareRows(
  options: VerifyOptions,
  part: PartPair | null,
  findings: Findings,
  suspects: Suspects,
): Promise<void> {
  const { lane } = options;
  const sides: Side[] = checksOnlyRight(lane) ? ['left', 'right'] : ['left'];
  for (const side of sides) {
    for await (const chunk of rowsOf(options, side, part)) {
      const carried = chunk.filter((row) => !isHidden(lane[side], row));
      const pairs = await lookUpOtherSide(lane, options.sessions, side, carried);
      for (const { identity, rows } of pairs) {
        if ('unnamed' in identity) {
          findings.checked += 1;
          if (identity.unnamed.code.startsWith('LINK_')) {
            suspects.addUnlinked(side, (rows.left ?? rows.right) as Row);
            continue;
          }
          // Its key does not fit the other side: no waiting will mend that.
          const { recordKey } = identity;
          await findings.add([{ recordKey, kind: `only-${side}`, fields: [], rightFields: [], ...rows }]);
          continue;
        }
        // The left side's pass has compared every record that both sides hold.
        if (side === 'right' && rows.left) continue;
        findings.checked += 1;
        if (disagreement(lane, identity.recordKey, rows)) suspects.add(identity);
      }
      options.onProgress(findings.checked);
      await suspects.settleWhenMany();
      if (part === null && options.pace && !(await options.pace())) return;
    }
  }
}

/** A one-way lane that leaves the target's own records alone does not count them as disagreement. */
function checksOnlyRight(lane: CompiledLane): boolean {
  return lane.plan.direction !== 'forward' && lane.plan.first.onlyRight !== 'ignore';
}

async function* rowsOf(
  { lane, sessions, signal }: VerifyOptions,
  side: Side,
  part: PartPair | null,
): AsyncGenerator<Row[]> {
  const { stream, fields, key } = lane[side];
  const within = part ? { within: part[side] } : {};
  let cursor: string | null = null;
  do {
    signal.throwIfAborted();
    const chunk = await sessions[side].source.snapshot({
      stream,
      fields,
      key,
      cursor,
      limit: CHUNK_ROWS,
      ...within,
    });
    if (chunk.rows.length > 0) yield chunk.rows;
    cursor = chunk.cursor;
  } while (cursor !== null);
}
