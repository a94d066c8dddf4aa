import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { isSupported, oldestSupported } from './mysql-dialect.ts';
import { CHECKPOINT_TABLE, FEED_TABLE, parseStreamName, quoteTable, streamName } from './mysql-names.ts';
import { checkLog } from './mysql-preflight-server.ts';
import { checkStream } from './mysql-preflight-stream.ts';
import { readTables } from './mysql-read-tables.ts';
import { holdsRight, lackingRights, quotedUser } from './mysql-rights.ts';

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
  const found = [
    ...(await checkServer(database, writes)),
    await checkOwnTable(database, CHECKPOINT_TABLE, user),
    await checkOwnTable(database, FEED_TABLE, user),
  ];
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

/** A table of our own, in which we keep how far a sync has come; reading needs both, too, to know our writes. */
async function checkOwnTable(
  database: MysqlDatabase,
  table: string,
  user: string,
): Promise<PreflightFinding> {
  const name = { schema: database.name, table };
  const [there] = await readTables(database, [name]);
  const needed = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;
  const lacking = there
    ? await lackingRights(database, there, [...needed])
    : (await holdsRight(database, 'CREATE', table))
      ? []
      : ['CREATE', 'DROP', ...needed];
  return {
    code: 'PRIVILEGE_MISSING',
    severity: lacking.length === 0 ? 'ok' : 'error',
    title:
      lacking.length === 0
        ? `${table} ${there ? 'is there' : 'can be made'}`
        : `${table} cannot be ${there ? 'written' : 'made'}`,
    detail: `The table holds how far each sync has come, in ${database.name}.`,
    stream: null,
    fix: lacking.length === 0 ? null : `GRANT ${lacking.join(', ')} ON ${quoteTable(name)} TO ${user};`,
  };
}

function missing(database: MysqlDatabase, stream: string, user: string): PreflightFinding {
  return {
    code: 'STREAM_MISSING',
    severity: 'error',
    title: `${stream} is not there`,
    detail: `There is no table ${stream}, or the user cannot see it.`,
    stream,
    fix: `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoteTable(parseStreamName(stream, database.name))} TO ${user};`,
  };
}
