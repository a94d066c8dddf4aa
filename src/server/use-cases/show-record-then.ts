import type { Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { readsFrom } from '#core/flow/direction.ts';
import { effectsOf } from '#core/lineage/effects-of.ts';
import { followsExactly } from '#core/lineage/follows-exactly.ts';
import { momentOf } from '#core/lineage/moment-of.ts';
import { recordAsOf, type SideThen } from '#core/lineage/record-as-of.ts';
import type { ShownValue } from '#core/masking/shown-value.ts';
import { oldestLine } from '#db/ledger/oldest-line.ts';
import { nowMicros } from '#lib/micros.ts';
import { maskRow } from '../records/mask-row.ts';
import { maskerFor } from '../records/masker.ts';
import { recordAccount } from '../records/record-account.ts';
import { ValueNumbers } from '../records/value-numbers.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A field's value at a moment; `unknown` where the ledger does not tell. */
export type ShownThen =
  | { kind: 'known'; value: ShownValue; since: number | null; seq: string }
  | { kind: 'unknown' };

export type ShownSideThen = {
  exists: boolean | null;
  fields: Record<string, ShownThen>;
  /** False for a side whose own changes the lane does not read: only what the flow wrote there is known. */
  watched: boolean;
};

/** Both sides of a record at a moment. */
export type RecordThen = Record<Side, ShownSideThen> & {
  /** Microseconds since 1970. */
  moment: number;
  /** When something about the record changed, oldest first. */
  moments: number[];
  /** From when on the ledger has every line; null where it has none. */
  since: number | null;
};

/** A moment may be ahead of our clock by so much, milliseconds: it was made on another machine. */
const AHEAD = 60_000;

/**
 * Both sides of a record as they stood at a moment, from the ledger alone. Throws `NOT_FOUND`, and `INPUT_INVALID` for
 * what is no key or has not come yet.
 *
 * @param asked.moment ISO 8601; what happened within its last digit, or within its millisecond, counts. Absent: now.
 */
export async function showRecordThen(
  context: WorkspaceContext,
  asked: { flowId: string; laneId: string; recordKey: string; moment?: string | undefined },
): Promise<RecordThen> {
  const { flowId, laneId } = asked;
  const masker = await maskerFor(context);
  const record = { flowId, laneId, recordKey: masker.requireKey(laneId, asked.recordKey) };
  const account = await recordAccount(context, record);
  if (account.lines.length === 0 && account.versions.size === 0) {
    throw new SyncError('NOT_FOUND', 'There is no such record.');
  }
  const moment = asked.moment === undefined ? nowMicros() : requireMoment(asked.moment);
  const lines = [...account.life.lines, ...account.wide.filter(({ op }) => op === 'truncate')];
  const oldest = await oldestLine(context.services.pool, flowId);
  const [first] = account.lines;
  const since = account.cut && first ? first.commitTime : oldest;
  const lane = account.versions.get(Math.max(...account.versions.keys()))?.lane;
  const watched = (side: Side) => !lane || readsFrom(lane.direction, side);
  const from = (side: Side) => (since === null || !watched(side) ? Number.POSITIVE_INFINITY : since);
  const names = (side: Side) => lane?.fields.map((field) => field[side]) ?? [];
  const then = recordAsOf(
    lines,
    moment,
    { left: names('left'), right: names('right') },
    { left: from('left'), right: from('right') },
    { clocks: account.clocks, follows: (side, field) => !lane || followsExactly(lane, side, field) },
  );
  const numbers = new ValueNumbers();
  const shown = (side: Side): ShownSideThen => ({
    exists: then[side].exists,
    watched: watched(side),
    fields: showFields(
      then[side],
      (field, value) => maskRow(masker, { laneId, side }, { [field]: value }, numbers)[field] ?? null,
    ),
  });
  const moments = [
    ...new Set(effectsOf(lines, account.clocks).flatMap(({ kind, at }) => (kind === 'implied' ? [] : [at]))),
  ].sort((a, b) => a - b);
  return { left: shown('left'), right: shown('right'), moment, moments, since };
}

function requireMoment(text: string): number {
  const moment = momentOf(text);
  if (Number.isNaN(moment)) throw new SyncError('INPUT_INVALID', `${text} is no moment.`);
  if (moment / 1000 <= Date.now() + AHEAD) return moment;
  throw new SyncError('INPUT_INVALID', `${text} has not come yet: nobody knows what will stand there then.`);
}

function showFields(
  { fields }: SideThen,
  show: (field: string, value: string | null) => ShownValue,
): Record<string, ShownThen> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, then]) => [
      field,
      then.kind === 'known' ? { ...then, value: show(field, then.value) } : then,
    ]),
  );
}
