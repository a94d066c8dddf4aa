import type { PreflightFinding } from '#core/ports/preflight.ts';
import { checkpointTableExists } from './mysql-checkpoint-table.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { isSupported, oldestSupported } from './mysql-dialect.ts';
import { CHECKPOINT_TABLE, parseStreamName, quoteName, streamName } from './mysql-names.ts';
import { checkLog } from './mysql-preflight-server.ts';
import { checkStream } from './mysql-preflight-stream.ts';
import { readTables } from './mysql-read-tables.ts';
import { holdsRight, quotedUser } from './mysql-rights.ts';

type Request = { streams: string[]; use: 'source' | 'target' | 'both' };

/** A statement that cannot hold a value of this size makes little sense. */
const SMALL_PACKET = 16_777_216;

/** Looks at everything that a sync of these streams needs; all findings at once, good ones too. */
export async function preflightMysql(
  database: MysqlDatabase,
  { streams, use }: Request,
): Promise<PreflightFinding[]> {
  const reads = use !== 'target';
  const writes = use !== 'source';
  const names = streams.map((stream) => parseStreamName(stream, database.name));
  const tables = await readTables(database, names);
  const user = await quotedUser(database);
  const found = [...(await checkServer(database, writes)), await checkOwnTables(database, user)];
  if (reads) found.push(...(await checkLog(database)));
  for (const [i, stream] of streams.entries()) {
    const name = streamName(names[i]!, database.name);
    const table = tables.find((each) => each.stream === name);
    if (table) found.push(...(await checkStream({ database, stream, table, user, reads, writes })));
    else found.push(missing(database, stream, user));
  }
  return found;
}

async function checkServer(database: MysqlDatabase, writes: boolean): Promise<PreflightFinding[]> {
  const dialect = await database.dialect();
  const server = `${dialect.mariadb ? 'MariaDB' : 'MySQL'} ${dialect.version}`;
  const supported = isSupported(dialect);
  const found: PreflightFinding[] = [
    {
      code: 'SERVER_UNSUPPORTED',
      severity: supported ? 'ok' : 'error',
      title: server,
      detail: supported
        ? 'The version is supported.'
        : `The oldest supported version is ${oldestSupported(dialect)}.`,
      stream: null,
      fix: null,
    },
  ];
  const [row] = await database.rows('SELECT @@GLOBAL.read_only');
  if (writes && row?.[0] !== '0' && row?.[0] !== 'OFF') {
    found.push({
      code: 'PRIVILEGE_MISSING',
      severity: 'error',
      title: 'The server is read-only',
      detail:
        'Most likely it is a replica: what is written there would be lost. Connect to the primary server.',
      stream: null,
      fix: 'SET GLOBAL read_only = 0;',
    });
  }
  if (writes && dialect.largestPacket < SMALL_PACKET) {
    found.push({
      code: 'VALUE_INVALID',
      severity: 'warning',
      title: `A statement holds ${dialect.largestPacket} bytes at most`,
      detail: 'Larger rows cannot be written.',
      stream: null,
      fix: 'SET GLOBAL max_allowed_packet = 67108864;',
    });
  }
  return found;
}

/** The tables of our own, in which we keep how far a sync has come; reading needs them, too, to know our writes. */
async function checkOwnTables(database: MysqlDatabase, user: string): Promise<PreflightFinding> {
  const there = await checkpointTableExists(database);
  if (there || (await holdsRight(database, 'CREATE'))) {
    return {
      code: 'PRIVILEGE_MISSING',
      severity: 'ok',
      title: there ? `${CHECKPOINT_TABLE} is there` : `${CHECKPOINT_TABLE} can be made`,
      detail: `It holds how far each sync has applied, in ${database.name}.`,
      stream: null,
      fix: null,
    };
  }
  return {
    code: 'PRIVILEGE_MISSING',
    severity: 'error',
    title: `${CHECKPOINT_TABLE} cannot be made`,
    detail: `The table holds how far each sync has applied. The user may not create tables in ${database.name}.`,
    stream: null,
    fix: `GRANT CREATE, SELECT, INSERT, UPDATE, DELETE, DROP ON ${quoteName(database.name)}.* TO ${user};`,
  };
}

function missing(database: MysqlDatabase, stream: string, user: string): PreflightFinding {
  const { schema, table } = parseStreamName(stream, database.name);
  return {
    code: 'STREAM_MISSING',
    severity: 'error',
    title: `${stream} is not there`,
    detail: `There is no table ${stream}, or the user cannot see it.`,
    stream,
    fix: `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoteName(schema)}.${quoteName(table)} TO ${user};`,
  };
}
