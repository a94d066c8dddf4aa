import { otherSide } from '#core/change/change-event.ts';
import type { DriftOption } from '#core/drift/proposal.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { DdlStatement } from '#core/ports/table-maker.ts';
import { deriveTables } from '#core/tables/derive-tables.ts';
import type { DerivedField } from '#core/tables/derived-table.ts';
import { profileFields } from '#core/tables/profile-fields.ts';
import { TableWish } from '#core/tables/table-wish.ts';
import type { Field, StreamSchema } from '#core/values/stream-schema.ts';
import { findConnection, type StoredConnection } from '../connections/find-connection.ts';
import { streamsOf } from '../connections/streams-of.ts';
import { withConnection } from '../connections/with-session.ts';
import { maskerFor } from '../records/masker.ts';
import { visibleNames } from '../records/sees-pair.ts';
import { tableMakerOf } from '../tables/table-maker-of.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

export type CreateOption = Extract<DriftOption, { kind: 'create' }>;

export type FieldPlan = {
  /** Where it is made. */
  connection: StoredConnection;
  stream: string;
  field: DerivedField;
  statements: DdlStatement[];
  findings: PreflightFinding[];
};

const SAMPLE = 200;

/**
 * The field that an option would make on one side of a lane, by the field that it shall be like as that is now: on the
 * other side, or as it was on its own. Throws `FIELD_MISSING` where that is gone.
 */
export async function deriveField(
  context: WorkspaceContext,
  lane: Lane,
  option: CreateOption,
): Promise<FieldPlan> {
  const { side, like } = option;
  const { connection: name, stream } = lane[side];
  const connection = await findConnection(context, { name });
  const source = like.side === side ? lane[side].stream : await streamNow(context, lane, otherSide(side));
  const field = source.fields.find((each) => each.name === like.field);
  if (!field) throw new SyncError('FIELD_MISSING', `${source.name} has no field ${like.field} any more.`);
  const from = await findConnection(context, { name: lane[like.side].connection });
  const masker = await maskerFor(context);
  const profiles =
    like.side === side
      ? new Map()
      : await withConnection(context.services, from, async (session) =>
          profileFields(
            visibleNames(masker, { connection: from.name, stream: source.name }, [field.name]),
            await session.sample(source.name, SAMPLE),
          ),
        );
  return withConnection(context.services, connection, async (session) => {
    const maker = tableMakerOf(session, name);
    const [derived] = deriveTables({
      from: { connector: from.connector, tableOf: (each) => each },
      sources: [{ schema: alone(source, field), profiles, wish: wishFor(source, option, stream.name) }],
      dialect: await maker.dialect(),
      naming: 'keep',
      beside: [],
    });
    const made = derived?.fields[0];
    const wanted = derived?.table.fields[0];
    if (!made || !wanted)
      throw new SyncError('CAST_REFUSED', `No value of ${like.field} could go to ${name}.`);
    const change = { kind: 'add-field', stream: stream.name, field: wanted } as const;
    return { connection, stream: stream.name, field: made, ...(await maker.plan([change])) };
  });
}

async function streamNow(
  context: WorkspaceContext,
  lane: Lane,
  side: 'left' | 'right',
): Promise<StreamSchema> {
  const { connection: name, stream } = lane[side];
  const streams = await streamsOf(context.services, await findConnection(context, { name }), {
    refresh: true,
  });
  return streams.find((each) => each.name === stream.name) ?? stream;
}

/** Only the field: keys and references stay as they are. */
function alone(stream: StreamSchema, field: Field): StreamSchema {
  return { ...stream, fields: [field], key: [], uniques: [], references: [] };
}

/** Records that are there have no value for it, so it may be empty. */
function wishFor(source: StreamSchema, { side, field, like }: CreateOption, stream: string): TableWish {
  const known = source.fields.find((each) => each.name === like.field);
  const spelled = like.side === side && known ? { nativeType: known.nativeType } : {};
  return TableWish.parse({
    stream: source.name,
    name: stream,
    fields: { [like.field]: { name: field, nullable: true, ...spelled } },
  });
}
