import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import { isListed } from './mysql-column-form.ts';
import { parseMysqlUrl } from './mysql-connection-url.ts';
import type { MysqlClient } from './mysql-database.ts';
import { dialectOf, isSupported } from './mysql-dialect.ts';
import { classifyMysqlError, isRowError } from './mysql-errors.ts';
import { MysqlConfig, mysqlManifest } from './mysql-manifest.ts';
import { parseStreamName, quoteName, quoteText, streamName } from './mysql-names.ts';
import { waitForLock } from './mysql-wait-for-lock.ts';

describe('connection URL', () => {
  test.each([
    ['mysql://u:p@h:1/d', { host: 'h', port: 1, database: 'd', user: 'u', password: 'p', ssl: 'prefer' }],
    ['mariadb://h/d?sslMode=verify-full', { host: 'h', port: 3306, user: 'root', ssl: 'verify-full' }],
    ['mysql2://us%40er:p%2F%3A%40@h/d', { user: 'us@er', password: 'p/:@', database: 'd' }],
    ['mysql://u@[::1]:3307/d?ssl-mode=DISABLED', { host: '::1', port: 3307, ssl: 'disable' }],
    ['mysql://u@h/d?ssl-mode=VERIFY_IDENTITY', { ssl: 'verify-full' }],
    ['mysql://u@h/d?zeroDates=first+day&numberFields=a.b', { zeroDates: 'first day', numberFields: 'a.b' }],
  ])('%s', (url, expected) => {
    expect(parseMysqlUrl(url)).toMatchObject(expected);
  });

  test('what is no such URL is refused', () => {
    for (const url of [
      '',
      'postgres://h/d',
      'mysql://h:port/d',
      'mysql://h/d?ssl-mode=maybe',
      'mysql://u:%zz@h/d',
    ]) {
      expect(() => parseMysqlUrl(url)).toThrow(SyncError);
    }
  });

  test('the settings take a URL or fields, and know the secret', () => {
    expect(MysqlConfig.parse({ url: 'mysql://u:p@h/d' })).toEqual({
      host: 'h',
      port: 3306,
      database: 'd',
      user: 'u',
      password: 'p',
      ssl: 'prefer',
      zeroDates: 'keep',
    });
    expect(MysqlConfig.parse({ url: '', database: 'd', user: 'u', port: '99' })).toMatchObject({
      host: 'localhost',
      port: 99,
    });
    expect(MysqlConfig.safeParse({ url: 'mysql://u@h' }).error?.issues[0]?.path).toEqual(['database']);
    expect(MysqlConfig.safeParse({ url: 'nonsense' }).error?.issues[0]?.path).toEqual(['url']);
    expect(MysqlConfig.safeParse({}).success).toBe(false);
    expect(mysqlManifest.secretFields).toEqual(['password']);
  });

  test('fields are listed by table and name, by table, or all', () => {
    expect(isListed('orders.stars, people.kind', 'people', 'kind')).toBe(true);
    expect(isListed('orders.*', 'orders', 'x')).toBe(true);
    expect(isListed('*', 'any', 'x')).toBe(true);
    expect(isListed('orders.stars', 'orders', 'star')).toBe(false);
    expect(isListed(undefined, 'orders', 'star')).toBe(false);
  });
});

describe('names', () => {
  test('any table comes back from the stream’s name, in this database or another one', () => {
    const part = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a', 'A.b', '`', 'a`b', '.', 'ž ů'));
    fc.assert(
      fc.property(part, part, (schema, table) => {
        expect(parseStreamName(streamName({ schema, table }, 'own'), 'own')).toEqual({ schema, table });
      }),
    );
    expect(streamName({ schema: 'own', table: 'contacts' }, 'own')).toBe('contacts');
    expect(streamName({ schema: 'other', table: 'contacts' }, 'own')).toBe('other.contacts');
    expect(quoteName('a`b')).toBe('`a``b`');
    expect(quoteText("a'b\\c\0")).toBe("'a\\'b\\\\c\\0'");
  });
});

test('servers are told apart, and the oldest supported version is known', () => {
  const spoken = [
    '10.11.18-MariaDB-log',
    '5.5.5-10.3.1-MariaDB',
    '8.0.19',
    '8.4.2-azure',
    '8.0.18',
    '10.6.0-MariaDB',
  ];
  expect(spoken.map((version) => isSupported(dialectOf(version, 0)))).toEqual([
    true,
    false,
    true,
    true,
    false,
    true,
  ]);
  expect(dialectOf('11.4.2-MariaDB', 0)).toMatchObject({ mariadb: true, version: '11.4.2' });
});

test('a statement that met a lock is tried again, but not where its transaction went with it', async () => {
  const met = Object.assign(new Error('said'), { errno: 1205, sqlState: 'HY000' });
  const tries = async (rollsBackOnTimeout: boolean) => {
    let count = 0;
    const client = {
      query: async () => {
        count += 1;
        if (count < 3) throw met;
        return [{ affectedRows: 7, insertId: 0, warningStatus: 0 }, undefined];
      },
    } as unknown as MysqlClient;
    const found = waitForLock(client, { rollsBackOnTimeout }, 'UPDATE t').then((done) => done.found);
    return { found: await found.catch((error: unknown) => error), count };
  };
  expect(await tries(false)).toEqual({ found: 7, count: 3 });
  expect(await tries(true)).toEqual({ found: met, count: 1 });
});

describe('errors', () => {
  const server = (errno: number, sqlState = 'HY000') =>
    Object.assign(new Error('said'), { errno, sqlState, sqlMessage: 'said', code: 'ER_X' });
  const driver = (code: string | undefined, message = 'said', more: object = {}) =>
    Object.assign(new Error(message), { code, ...more });
  test.each([
    [server(1045, '28000'), 'AUTH_FAILED'],
    [server(1698, '28000'), 'AUTH_FAILED'],
    [server(1049, '42000'), 'DATABASE_MISSING'],
    [server(1044, '42000'), 'PRIVILEGE_MISSING'],
    [server(1142, '42000'), 'PRIVILEGE_MISSING'],
    [server(1227, '42000'), 'PRIVILEGE_MISSING'],
    [server(1040, '08004'), 'TOO_MANY_CONNECTIONS'],
    [server(1205), 'LOCK_WAIT'],
    [server(1213, '40001'), 'DEADLOCK'],
    [server(1062, '23000'), 'UNIQUE_VIOLATION'],
    [server(1452, '23000'), 'FOREIGN_KEY_VIOLATION'],
    [server(1048, '23000'), 'NOT_NULL_VIOLATION'],
    [server(4025, '23000'), 'CHECK_VIOLATION'],
    [server(3819), 'CHECK_VIOLATION'],
    [server(1406, '22001'), 'VALUE_INVALID'],
    [server(1644, '45000'), 'WRITE_FAILED'],
    [server(9999, '22999'), 'VALUE_INVALID'],
    [server(1146, '42S02'), 'STREAM_MISSING'],
    [server(1054, '42S22'), 'FIELD_MISSING'],
    [server(1927, '70100'), 'CONNECTION_LOST'],
    [server(1064, '42000'), 'INTERNAL'],
    [driver('ECONNREFUSED'), 'CONNECTION_REFUSED'],
    [driver('ENOTFOUND'), 'CONNECTION_REFUSED'],
    [driver('PROTOCOL_CONNECTION_LOST'), 'CONNECTION_LOST'],
    [driver('ETIMEDOUT'), 'CONNECTION_TIMEOUT'],
    [driver('HANDSHAKE_NO_SSL_SUPPORT'), 'TLS_FAILED'],
    [driver('SELF_SIGNED_CERT_IN_CHAIN'), 'TLS_FAILED'],
    [driver(undefined, 'Connection lost: The server closed the connection.'), 'CONNECTION_LOST'],
    [driver(undefined, '', { errors: [driver('ECONNREFUSED')] }), 'CONNECTION_REFUSED'],
    ['a string', 'INTERNAL'],
  ])('%s is %s', (thrown, code) => {
    expect(classifyMysqlError(thrown).code).toBe(code);
  });

  test('say what was being done and keep what the server said', () => {
    const thrown = server(1062, '23000');
    const classified = classifyMysqlError(thrown, 'Writing');
    expect(classified.message).toBe('Writing: said');
    expect(classified.detail).toBe('Error 1062, SQLSTATE 23000.');
    expect(classified.cause).toBe(thrown);
    expect(classifyMysqlError(classified)).toBe(classified);
  });

  test('a row is to blame for its values, not for the connection, the lock or the rights', () => {
    expect([1062, 1406, 1452, 1644, 4025].map((errno) => isRowError(server(errno)))).toEqual(
      Array(5).fill(true),
    );
    expect([1205, 1213, 1142, 1054, 1927].map((errno) => isRowError(server(errno)))).toEqual(
      Array(5).fill(false),
    );
    expect(isRowError(driver('ECONNRESET'))).toBe(false);
  });
});
