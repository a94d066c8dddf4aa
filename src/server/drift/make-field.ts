import type { MappingChange } from '#core/drift/apply-option.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { narrowDirection } from '#core/flow/direction.ts';
import type { Direction, FieldPair } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { createdFrom } from '#core/tables/created-pairs.ts';
import { fieldCast } from '#core/values/cast.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { findConnection } from '../connections/find-connection.ts';
import { streamsOf } from '../connections/streams-of.ts';
import { runStatements } from '../tables/run-statements.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import type { CreateOption } from './derive-field.ts';

/**
 * Runs the statements that make a field, and gives the pair that joins it with the one that it is like; null where it
 * was restored on its own side, so that its pair goes on by itself. Throws what the system says against a statement.
 */
export async function makeField(
  context: WorkspaceContext,
  lane: Lane,
  option: CreateOption,
  sql: string | undefined,
): Promise<MappingChange | null> {
  if (sql === undefined) {
    throw new SyncError(
      'INPUT_INVALID',
      'The option makes a field: look at its statements first, then give them.',
    );
  }
  const { side, field, like } = option;
  const to = await findConnection(context, { name: lane[side].connection });
  const about = { tables: lane[side].stream.name, field };
  const { failed } = await runStatements(context, to, sql, about);
  if (failed) throw new SyncError(failed.code, failed.message, { detail: `${failed.detail}\n${failed.sql}` });
  if (like.side === side) return null;
  const made = await fieldNow(context, lane, { side, field });
  const source = await fieldNow(context, lane, like);
  const { connection, stream } = lane[like.side];
  const decision = { kind: 'created', reason: createdFrom(connection, stream.name, like.field) } as const;
  return { kind: 'pair', pair: { ...pairOf(option, source, made, lane.direction), made: side, decision } };
}

async function fieldNow(
  context: WorkspaceContext,
  lane: Lane,
  { side, field }: CreateOption['like'],
): Promise<Field> {
  const { connection: name, stream } = lane[side];
  const streams = await streamsOf(context.services, await findConnection(context, { name }), {
    refresh: true,
  });
  const found = streams.find((each) => each.name === stream.name)?.fields.find((each) => each.name === field);
  if (found) return found;
  throw new SyncError(
    'FIELD_MISSING',
    `${stream.name} has no field ${field}: the statements made another one.`,
  );
}

/** Values go back only where they can, and only the ways of the lane. */
function pairOf(
  { side, like }: CreateOption,
  source: Field,
  made: Field,
  lane: Direction,
): Pick<FieldPair, 'left' | 'right' | 'direction'> {
  const [left, right] = like.side === 'left' ? [source.name, made.name] : [made.name, source.name];
  const returns = !source.readOnly && !('refused' in fieldCast(made, source));
  const only = side === 'right' ? 'forward' : 'backward';
  const narrowed = returns ? null : narrowDirection(lane, only);
  return { left, right, ...(narrowed && narrowed !== lane ? { direction: narrowed } : {}) };
}
