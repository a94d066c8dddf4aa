import type { Side } from '#core/change/change-event.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Source } from '#core/ports/source.ts';
import type { Target, TargetTransaction, Write, WriteOutcome } from '#core/ports/target.ts';
import { type JoinedColumn, ownFields, withJoined, withoutJoined } from '#core/transform/joined-columns.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from './compiled-lane.ts';
import { withMembers } from './with-members.ts';

/** A lane's sessions, whose rows of the lane's streams have its joined columns, and take them. */
export function joinedSessions(
  lane: CompiledLane,
  sessions: Record<Side, ConnectorSession>,
): Record<Side, ConnectorSession> {
  const joined = (side: Side) => {
    const { joined: columns, stream, tag } = lane[side];
    if (columns.length === 0) return sessions[side];
    return withMembers(sessions[side], {
      source: joinedSource(sessions[side].source, stream, columns),
      target: joinedTarget(sessions[side].target, new Map([[tag, columns]])),
    });
  };
  return { left: joined('left'), right: joined('right') };
}

function joinedSource(source: Source, stream: string, joined: readonly JoinedColumn[]): Source {
  const complete = (rows: Row[], fields: readonly string[]): Row[] =>
    rows.map((row) => {
      const all = withJoined(row, joined);
      return Object.fromEntries(fields.map((name) => [name, all[name] ?? null]));
    });
  const members: Pick<Source, 'read' | 'snapshot'> = {
    async read(request) {
      if (request.stream !== stream) return source.read(request);
      const rows = await source.read({ ...request, fields: ownFields(request.fields, joined) });
      return complete(rows, request.fields);
    },
    async snapshot(request) {
      if (request.stream !== stream) return source.snapshot(request);
      const chunk = await source.snapshot({ ...request, fields: ownFields(request.fields, joined) });
      return { ...chunk, rows: complete(chunk.rows, request.fields) };
    },
  };
  return withMembers(source, members);
}

/** A target that takes writes with joined columns, by the tag of the lane's side that they are written under. */
export function joinedTarget(target: Target, byTag: ReadonlyMap<string, readonly JoinedColumn[]>): Target {
  if (![...byTag.values()].some((columns) => columns.length > 0)) return target;
  return withMembers(target, {
    async begin() {
      const transaction = await target.begin();
      const members: Pick<TargetTransaction, 'write'> = {
        async write(batch) {
          const columnsOf = (write: Write) => byTag.get(write.tag) ?? [];
          const writes = batch.writes.map((write) => ownWrite(write, columnsOf(write)));
          const outcomes = await transaction.write({ ...batch, writes });
          return outcomes.map((outcome, at) => {
            const write = batch.writes[at];
            return write ? joinedOutcome(outcome, columnsOf(write)) : outcome;
          });
        },
      };
      return withMembers(transaction, members);
    },
  });
}

function ownWrite(write: Write, joined: readonly JoinedColumn[]): Write {
  if (joined.length === 0) return write;
  return {
    ...write,
    guard: write.guard && withoutJoined(write.guard, joined),
    set: withoutJoined(write.set, joined),
  };
}

function joinedOutcome(outcome: WriteOutcome, joined: readonly JoinedColumn[]): WriteOutcome {
  if (joined.length === 0 || outcome.status !== 'missed' || !outcome.existing) return outcome;
  return { ...outcome, existing: withJoined(outcome.existing, joined) };
}
