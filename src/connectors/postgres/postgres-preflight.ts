import type { PreflightFinding } from '#core/ports/preflight.ts';
import { textArray } from '#lib/text-array.ts';
import { measurePostgresClock } from './postgres-clock.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { CHECKPOINT_TABLE, OWN_SCHEMA, parseStreamName, quoteName, streamName } from './postgres-names.ts';
import { checkLog, checkOwnTable, checkServer, type ServerFacts } from './postgres-preflight-server.ts';
import { checkStream, type StreamFacts } from './postgres-preflight-stream.ts';

type Request = { streams: string[]; use: 'source' | 'target' | 'both' };

const serverSql = `
  SELECT jsonb_build_object(
    'version', current_setting('server_version'),
    'versionNumber', current_setting('server_version_num')::int,
    'user', current_user,
    'database', current_database(),
    'walLevel', current_setting('wal_level'),
    'maxSlots', current_setting('max_replication_slots')::int,
    'usedSlots', (SELECT count(*) FROM pg_replication_slots),
    'maxSenders', current_setting('max_wal_senders')::int,
    'usedSenders', (SELECT count(*) FROM pg_stat_replication),
    'inRecovery', pg_is_in_recovery(),
    'superuser', r.rolsuper,
    'replication', r.rolreplication OR r.rolsuper
      OR EXISTS (SELECT FROM pg_roles m WHERE m.rolname IN ('rds_replication') AND pg_has_role(current_user, m.oid, 'USAGE')),
    'createInDatabase', has_database_privilege(current_database(), 'CREATE'),
    'schemaExists', EXISTS (SELECT FROM pg_namespace WHERE nspname = '${OWN_SCHEMA}'),
    'table', (SELECT jsonb_build_object(
        'owner', pg_has_role(current_user, c.relowner, 'USAGE'),
        'write', has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
          AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = '${OWN_SCHEMA}' AND c.relname = '${CHECKPOINT_TABLE}')
  )::text AS facts
  FROM pg_roles r WHERE r.rolname = current_user`;

const streamsSql = `
  SELECT jsonb_build_object(
    'schema', n.nspname, 'table', c.relname,
    'owner', pg_has_role(current_user, c.relowner, 'USAGE'),
    'ownerName', pg_get_userbyid(c.relowner),
    'schemaUsage', has_schema_privilege(n.oid, 'USAGE'),
    'select', has_table_privilege(c.oid, 'SELECT'), 'insert', has_table_privilege(c.oid, 'INSERT'),
    'update', has_table_privilege(c.oid, 'UPDATE'), 'delete', has_table_privilege(c.oid, 'DELETE'),
    'primaryKey', EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),
    'uniqueIndex', (SELECT min(i.indexrelid::regclass::text) FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique
      AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL),
    'persistence', c.relpersistence,
    'rowSecurity', c.relrowsecurity AND NOT (SELECT r.rolsuper OR r.rolbypassrls FROM pg_roles r WHERE r.rolname = current_user)
      AND (c.relforcerowsecurity OR NOT pg_has_role(current_user, c.relowner, 'USAGE')),
    'virtualColumns', (SELECT jsonb_agg(a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attgenerated = 'v' AND NOT a.attisdropped),
    'storedColumns', (SELECT jsonb_agg(a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attgenerated = 's' AND NOT a.attisdropped),
    'tables', (SELECT jsonb_agg(jsonb_build_object('schema', ln.nspname, 'table', l.relname, 'identity', l.relreplident))
      FROM pg_class l JOIN pg_namespace ln ON ln.oid = l.relnamespace
      WHERE l.oid = c.oid AND c.relkind = 'r'
        OR c.relkind = 'p' AND l.oid IN (SELECT relid FROM pg_partition_tree(c.oid)))
  )::text AS facts
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;

/** Looks at everything that a sync of these streams needs; all findings at once, good ones too. */
export async function preflightPostgres(
  database: PostgresDatabase,
  request: Request,
): Promise<PreflightFinding[]> {
  const names = request.streams.map(parseStreamName);
  const [serverRows, streamRows, clock] = await Promise.all([
    database.rows(serverSql),
    database.rows(streamsSql, [textArray(names.map((n) => n.schema)), textArray(names.map((n) => n.table))]),
    measurePostgresClock(database),
  ]);
  const server = JSON.parse(serverRows[0]!.facts!) as ServerFacts;
  const streams = new Map(
    streamRows.map((row) => {
      const facts = JSON.parse(row.facts!) as StreamFacts;
      return [streamName(facts), facts];
    }),
  );
  const reads = request.use !== 'target';
  const writes = request.use !== 'source';
  return [
    ...checkServer(server, clock),
    ...(reads ? checkLog(server) : []),
    ...checkOwnTable(server),
    ...request.streams.flatMap((stream) => {
      const facts = streams.get(streamName(parseStreamName(stream)));
      if (!facts) return [missing(stream, server.user)];
      return checkStream({ stream, facts, server, reads, writes });
    }),
  ];
}

function missing(stream: string, user: string): PreflightFinding {
  const { schema } = parseStreamName(stream);
  return {
    code: 'STREAM_MISSING',
    severity: 'error',
    title: `${stream} is not there`,
    detail: `There is no table ${stream}, or the user ${user} cannot see it.`,
    stream,
    fix: `GRANT USAGE ON SCHEMA ${quoteName(schema)} TO ${quoteName(user)};`,
  };
}
