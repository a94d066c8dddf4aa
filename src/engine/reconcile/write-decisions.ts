import { otherSide, type Side } from '#core/change/change-event.ts';
import type { SideWrite } from '#core/conflict/decide.ts';
import { isLocked } from '#core/errors/is-locked.ts';
import { applyBatch } from '#core/ports/apply-batch.ts';
import type { Write, WriteOutcome } from '#core/ports/target.ts';
import type { Row } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { CompiledSide } from '../plan/compiled-lane.ts';
import type { LaneContext } from './lane-routes.ts';
import type { OpenRecord } from './open-records.ts';

/** What is to be written to one side of one record. */
export type DecidedWrite = { open: OpenRecord; write: SideWrite; current: Row | null };

/**
 * Writes decisions to one side, each guarded by the values that were just read, in one transaction.
 *
 * @param beforeCommit runs when all outcomes are known and before anything is visible.
 * @returns one outcome per decision.
 */
export async function writeDecisions(
  context: LaneContext,
  side: Side,
  decisions: DecidedWrite[],
  beforeCommit: (outcomes: WriteOutcome[]) => Promise<void>,
): Promise<WriteOutcome[]> {
  if (decisions.length === 0) return [];
  const { lane, sessions } = context.runtime;
  const { own } = context.runtime;
  // Both write under the lane's checkpoint row: the route lets go of it between two batches.
  const letGo = await context.routes[otherSide(side)]?.hold();
  const names = decisions.map(({ open: { record } }) =>
    own.begin(side, record.recordKey) ? record.recordKey : null,
  );
  let outcomes: WriteOutcome[] = [];
  let committed = false;
  try {
    for (let attempt = 1; !committed; attempt += 1) {
      try {
        await applyBatch(
          sessions[side].target,
          {
            writes: decisions.map((decision) => toWrite(lane[side], decision)),
            checkpoints: [],
            epoch: context.lease.epoch,
          },
          async (known) => {
            outcomes = known;
            await beforeCommit(known);
          },
        );
        committed = true;
      } catch (error) {
        if (!isLocked(error) || attempt >= 5) throw error;
      }
    }
    return outcomes;
  } finally {
    // Only what was applied comes back through the log.
    for (const [index, name] of names.entries()) {
      own.end(side, name, committed && outcomes[index]?.status === 'applied');
    }
    letGo?.();
  }
}

/** A decision as a side's target takes it, guarded by the values that stood there. */
export function toWrite(side: CompiledSide, { open, write, current }: DecidedWrite): Write {
  const key = side.side === 'left' ? open.record.leftKey : open.record.rightKey;
  const guard = write.op === 'insert' || !current ? null : withoutKey(side, current);
  const set = write.op === 'insert' ? { ...key, ...write.set } : write.set;
  return { tag: side.tag, stream: side.stream, op: write.op, key, guard, set };
}

function withoutKey(side: CompiledSide, row: Row): Row {
  const rest: Row = {};
  for (const name of Object.keys(row)) if (!side.key.includes(name)) put(rest, name, row[name] ?? null);
  return rest;
}
