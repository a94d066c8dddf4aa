import type { Side } from '#core/change/change-event.ts';
import type { Disagreement, LaneReport } from '#core/ledger/verify-report.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { lookUpOtherSide } from '../plan/look-up-other-side.ts';
import { disagreement } from './disagreement.ts';
import { Suspects } from './suspects.ts';
import type { VerifyOptions } from './verify-options.ts';

const CHUNK_ROWS = 2_000;

/**
 * Compares both sides of a lane under E13: streams the left in key order and looks each record up
 * on the right, then the right for records that only it has. What disagrees is read again after
 * everything under way has arrived, so that only a lasting difference is reported (E17).
 */
export async function verifyLane(options: VerifyOptions): Promise<LaneReport> {
  const { lane } = options;
  const suspects = new Suspects(options);
  let checked = 0;
  const sides: Side[] = checksOnlyRight(lane) ? ['left', 'right'] : ['left'];
  for (const side of sides) {
    for await (const chunk of rowsOf(options, side)) {
      const pairs = await lookUpOtherSide(lane, options.sessions, side, chunk);
      for (const { identity, rows } of pairs) {
        if ('unnamed' in identity) {
          checked += 1;
          suspects.lasts({ recordKey: identity.recordKey, kind: `only-${side}`, fields: [], ...rows });
          continue;
        }
        // The left side's pass has compared every record that both sides hold.
        if (side === 'right' && rows.left) continue;
        checked += 1;
        if (disagreement(lane, identity.recordKey, rows)) suspects.add(identity);
      }
      options.onProgress(checked);
      await suspects.settleWhenMany();
    }
  }
  const { lasting, inFlight } = await suspects.settle();
  return report(options, checked, inFlight, lasting);
}

/** A one-way lane that leaves the target's own records alone does not count them as disagreement. */
function checksOnlyRight(lane: CompiledLane): boolean {
  return lane.plan.direction !== 'forward' && lane.plan.first.onlyRight !== 'ignore';
}

async function* rowsOf({ lane, sessions, signal }: VerifyOptions, side: Side): AsyncGenerator<Row[]> {
  const { stream, fields, key } = lane[side];
  let cursor: string | null = null;
  do {
    signal.throwIfAborted();
    const chunk = await sessions[side].source.snapshot({ stream, fields, key, cursor, limit: CHUNK_ROWS });
    if (chunk.rows.length > 0) yield chunk.rows;
    cursor = chunk.cursor;
  } while (cursor !== null);
}

async function report(
  { lane, pendingKeys }: VerifyOptions,
  checked: number,
  inFlight: number,
  lasting: Disagreement[],
): Promise<LaneReport> {
  const pending = await pendingKeys();
  const unknown = lasting.filter((each) => !pending.has(each.recordKey));
  const count = (kind: Disagreement['kind']) => unknown.filter((each) => each.kind === kind).length;
  return {
    laneId: lane.id,
    left: lane.left.stream,
    right: lane.right.stream,
    checked,
    differing: count('differ'),
    onlyLeft: count('only-left'),
    onlyRight: count('only-right'),
    inFlight,
    pending: lasting.length - unknown.length,
    samples: unknown.slice(0, 100),
  };
}
