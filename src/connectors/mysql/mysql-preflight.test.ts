import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { mysqlConnector } from './index.ts';
import { MysqlConfig } from './mysql-manifest.ts';
import { MysqlSession } from './mysql-session.ts';

const user = `limited_${randomBytes(4).toString('hex')}`;
let database: TestDatabase;
let session: MysqlSession;

beforeAll(async () => {
  database = await mariadbDatabase('preflight');
  await database.query(`
    CREATE TABLE good (id int PRIMARY KEY, name varchar(20));
    CREATE TABLE keyless (a int, b int NOT NULL UNIQUE);
    CREATE TABLE bare (a int);
    CREATE TABLE old (id int PRIMARY KEY) ENGINE = Aria;
    CREATE TABLE narrow (id int PRIMARY KEY, v varchar(9) CHARACTER SET latin1);
    CREATE TABLE child (id int PRIMARY KEY, parent int, FOREIGN KEY (parent) REFERENCES good (id) ON DELETE CASCADE);
    CREATE TABLE odd (id int PRIMARY KEY, flag tinyint(1), stars tinyint(1), day date, clock time, span time);
    INSERT INTO odd VALUES (1, 1, 5, '0000-00-00', '10:00:00', '-01:00:00')`);
  await database.query(
    `CREATE TRIGGER upper_name BEFORE INSERT ON good FOR EACH ROW SET NEW.name = UPPER(NEW.name)`,
  );
  await database.query(
    `CREATE USER ${user} IDENTIFIED BY 'secret'; GRANT SELECT ON ${database.name}.good TO ${user}`,
  );
  session = new MysqlSession(MysqlConfig.parse({ url: database.url }));
});

afterAll(async () => {
  await session.close();
  await database.query(`DROP USER ${user}`);
  await database.close();
});

async function findings(
  stream: string,
  use: 'source' | 'target' | 'both' = 'both',
  on: ConnectorSession = session,
) {
  const found = await on.preflight({ streams: [stream], use });
  return found
    .filter((finding) => finding.stream === stream && finding.severity !== 'ok')
    .map(({ code, severity, fix }) => [code, severity, fix]);
}

function asLimited(password = 'secret') {
  const url = new URL(database.url);
  url.username = user;
  url.password = password;
  return mysqlConnector.open({ url: url.href });
}

describe('preflight', () => {
  test('names what keeps a table from being synced, with the statement that mends it', async () => {
    const { name } = database;
    expect(await findings('keyless')).toEqual([
      ['KEY_MISSING', 'warning', `ALTER TABLE \`${name}\`.\`keyless\` ADD PRIMARY KEY (…);`],
    ]);
    expect(await findings('bare')).toMatchObject([['KEY_MISSING', 'error', expect.anything()]]);
    expect(await findings('old')).toEqual([
      ['STREAM_UNSUPPORTED', 'error', `ALTER TABLE \`${name}\`.\`old\` ENGINE = InnoDB;`],
    ]);
    expect(await findings('narrow')).toMatchObject([
      ['VALUE_INVALID', 'warning', expect.stringContaining('utf8mb4')],
    ]);
    expect(await findings('narrow', 'source')).toEqual([]);
    expect(await findings('child')).toMatchObject([['LOG_LEVEL', 'warning', null]]);
    expect(await findings('good')).toMatchObject([['WRITE_FAILED', 'warning', null]]);
  });

  test('looks at values that the settings have a word about, and is content once they have said it', async () => {
    const found = await session.preflight({ streams: ['odd'], use: 'source' });
    expect(found.filter(({ severity }) => severity === 'warning').map(({ title }) => title)).toEqual([
      'stars of odd holds more than yes and no',
      'day of odd holds the zero date',
      'span of odd holds durations',
    ]);
    expect(await session.profileSettings()).toEqual({
      numberFields: 'odd.stars',
      durationFields: 'odd.span',
    });
    const told = mysqlConnector.open({
      url: database.url,
      numberFields: 'odd.stars',
      durationFields: 'odd.span',
      zeroDates: 'empty',
    });
    expect(await findings('odd', 'both', told)).toEqual([]);
    expect(await told.profileSettings?.()).toEqual({});
    const [odd] = await told.introspect(['odd']);
    expect(odd?.fields.map(({ type }) => type.kind)).toEqual([
      'int32',
      'boolean',
      'int16',
      'date',
      'time',
      'interval',
    ]);
    await told.close();
  });

  test('[E3] names the rights that a user lacks, as a GRANT that gives them', async () => {
    const limited = asLimited();
    try {
      const found = await limited.preflight({ streams: ['good', 'narrow'], use: 'both' });
      const errors = found.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ code, stream }) => [code, stream])).toEqual([
        ['PRIVILEGE_MISSING', null],
        ['PRIVILEGE_MISSING', null],
        ['PRIVILEGE_MISSING', null],
        ['PRIVILEGE_MISSING', 'good'],
        ['STREAM_MISSING', 'narrow'],
      ]);
      const { name } = database;
      expect(errors[0]?.fix).toContain(`ON \`${name}\`.\`syncline_checkpoint\` TO '${user}'@'%'`);
      expect(errors[2]?.fix).toBe(`GRANT BINLOG MONITOR, REPLICATION SLAVE ON *.* TO '${user}'@'%';`);
      expect(errors[3]?.fix).toBe(`GRANT INSERT, UPDATE, DELETE ON \`${name}\`.\`good\` TO '${user}'@'%';`);
      for (const { fix } of errors) await database.query(fix!);
      // Rights over all databases are those that a user had when it connected.
      const anew = asLimited();
      const mended = await anew.preflight({ streams: ['good', 'narrow'], use: 'both' });
      await anew.close();
      expect(mended.filter(({ severity }) => severity === 'error')).toEqual([]);
      await limited.target.prepare(['a/right']);
      await limited.cleanup({ feedIds: [], tags: ['a/right'] });
    } finally {
      await limited.close();
    }
  });
});

describe('a connection that does not work says why', () => {
  const refused = async (config: Record<string, unknown>) => {
    const opened = mysqlConnector.open(config);
    try {
      await opened.test();
      return 'connected';
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await opened.close();
    }
  };

  test('a wrong password, an unknown database, a port where nothing listens', async () => {
    const url = new URL(database.url);
    const parts = { host: url.hostname, port: url.port, user, password: 'secret', database: database.name };
    expect(await refused(parts)).toBe('connected');
    expect(await refused({ ...parts, password: 'wrong' })).toBe('AUTH_FAILED');
    expect(await refused({ url: database.url.replace(database.name, 'absent') })).toBe('DATABASE_MISSING');
    expect(await refused({ ...parts, port: '1' })).toBe('CONNECTION_REFUSED');
    expect(await refused({ ...parts, host: 'no.such.host.invalid' })).toBe('CONNECTION_REFUSED');
    expect(await refused({ ...parts, ssl: 'require' })).toBe('TLS_FAILED');
    expect(() => mysqlConnector.open({ host: 'h' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });

  test('a user without a right to write is told so by the write', async () => {
    await database.query(
      `REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${user}; GRANT SELECT ON ${database.name}.* TO ${user}`,
    );
    const limited = asLimited();
    await expect(limited.target.prepare(['t/right'])).rejects.toMatchObject({ code: 'PRIVILEGE_MISSING' });
    await limited.close();
  });
});
