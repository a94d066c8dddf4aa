import { SyncError } from '#core/errors/sync-error.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { TableDialect } from '#core/ports/table-maker.ts';
import type { Naming } from '#core/tables/apply-naming.ts';
import { deriveTables, type TableSource } from '#core/tables/derive-tables.ts';
import type { DerivedTable } from '#core/tables/derived-table.ts';
import { detectNaming } from '#core/tables/detect-naming.ts';
import { profileFields } from '#core/tables/profile-fields.ts';
import { TableWish } from '#core/tables/table-wish.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { findConnection, type StoredConnection } from '../connections/find-connection.ts';
import { streamsOf } from '../connections/streams-of.ts';
import { withConnection } from '../connections/with-session.ts';
import { maskerFor } from '../records/masker.ts';
import { visibleNames } from '../records/sees-pair.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { tableMakerOf } from './table-maker-of.ts';
import type { TablesInput } from './tables-input.ts';

/** Rows that are looked at of each stream. */
const SAMPLE = 200;

export type Derivation = {
  from: StoredConnection;
  to: StoredConnection;
  naming: Naming;
  /** What the target's own names follow. */
  detected: Naming;
  tables: DerivedTable[];
};

/**
 * Derives the tables that are asked for from the source as it is now and a sample of its rows.
 * Throws `NOT_FOUND` for a connection, `STREAM_MISSING` for a stream that is not there.
 */
export async function deriveFor(context: WorkspaceContext, input: TablesInput): Promise<Derivation> {
  const { services } = context;
  const [from, to] = await Promise.all([
    findConnection(context, input.from),
    findConnection(context, input.to),
  ]);
  const [streams, beside] = await Promise.all([
    streamsOf(services, from, { refresh: true }),
    streamsOf(services, to, { refresh: true }),
  ]);
  const detected = detectNaming(beside.flatMap((stream) => stream.fields.map(({ name }) => name)));
  const naming = input.naming ?? detected;
  const wishes =
    input.tables.length > 0 ? input.tables : streams.map(({ name }) => TableWish.parse({ stream: name }));
  const masker = await maskerFor(context);
  const { sources, tableOf } = await withConnection(services, from, async (session) => ({
    sources: await sample(session, streams, wishes, (stream, names) =>
      visibleNames(masker, { connection: from.name, stream }, names),
    ),
    tableOf: await nameReader(session),
  }));
  const tables = await withConnection(services, to, async (session) =>
    deriveTables({
      from: { connector: from.connector, tableOf },
      sources,
      dialect: await tableMakerOf(session, to.name).dialect(),
      naming,
      beside,
    }),
  );
  return { from, to, naming, detected, tables };
}

async function sample(
  session: ConnectorSession,
  streams: readonly StreamSchema[],
  wishes: readonly TableWish[],
  visible: (stream: string, names: string[]) => string[],
): Promise<TableSource[]> {
  const sources: TableSource[] = [];
  for (const wish of wishes) {
    const schema = streams.find(({ name }) => name === wish.stream);
    if (!schema) throw new SyncError('STREAM_MISSING', `There is no stream ${wish.stream}.`);
    const rows = await session.sample(wish.stream, SAMPLE);
    const names = visible(
      wish.stream,
      schema.fields.map(({ name }) => name),
    );
    sources.push({ schema, profiles: profileFields(names, rows), wish });
  }
  return sources;
}

/** How the source reads its streams' names; the last word of one where it makes no tables itself. */
async function nameReader(session: ConnectorSession): Promise<TableDialect['tableOf']> {
  const dialect = await session.target.tables?.dialect();
  return (stream) => dialect?.tableOf(stream) ?? stream.split('.').at(-1) ?? stream;
}
