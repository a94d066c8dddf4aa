import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import { parsePostgresUrl } from './postgres-connection-url.ts';
import { classifyPostgresError, isRowError } from './postgres-errors.ts';
import { PostgresConfig, postgresManifest } from './postgres-manifest.ts';
import { feedObjectName, parseStreamName, quoteName, streamName } from './postgres-names.ts';
import { lsnFromPosition, positionBefore, positionFromLsn } from './postgres-position.ts';

describe('connection URL', () => {
  test.each([
    ['postgres://u:p@h:1/d', { host: 'h', port: 1, database: 'd', user: 'u', password: 'p', ssl: 'prefer' }],
    [
      'postgresql://h/d?sslmode=verify-ca',
      { host: 'h', port: 5432, database: 'd', user: 'postgres', password: '', ssl: 'verify-full' },
    ],
    ['postgres://us%40er:p%2F%3A%40@h', { user: 'us@er', password: 'p/:@', database: 'us@er' }],
    ['postgres://u@[::1]:5433/d?sslmode=disable', { host: '::1', port: 5433, ssl: 'disable' }],
    ['postgres:///d?host=/tmp/socket&user=me', { host: '/tmp/socket', user: 'me', database: 'd' }],
  ])('%s', (url, expected) => {
    expect(parsePostgresUrl(url)).toMatchObject(expected);
  });

  test('what is no such URL is refused', () => {
    for (const url of [
      '',
      'mysql://h/d',
      'postgres://h:port/d',
      'postgres://h/d?sslmode=maybe',
      'postgres://u:%zz@h/d',
    ]) {
      expect(() => parsePostgresUrl(url)).toThrow(SyncError);
    }
  });

  test('the settings take a URL or fields, and know the secret', () => {
    expect(PostgresConfig.parse({ url: 'postgres://u:p@h/d' })).toEqual({
      host: 'h',
      port: 5432,
      database: 'd',
      user: 'u',
      password: 'p',
      ssl: 'prefer',
    });
    expect(PostgresConfig.parse({ url: '', database: 'd', user: 'u', port: '99' })).toMatchObject({
      host: 'localhost',
      port: 99,
    });
    expect(PostgresConfig.safeParse({ url: 'nonsense' }).error?.issues[0]?.path).toEqual(['url']);
    expect(PostgresConfig.safeParse({}).success).toBe(false);
    expect(postgresManifest.secretFields).toEqual(['password']);
  });
});

describe('names', () => {
  test('any schema and table come back from the stream’s name', () => {
    const part = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a', 'A.b', '"', 'a"b', '.', 'ž ů'));
    fc.assert(
      fc.property(part, part, (schema, table) => {
        expect(parseStreamName(streamName({ schema, table }))).toEqual({ schema, table });
      }),
    );
    expect(parseStreamName('contacts')).toEqual({ schema: 'public', table: 'contacts' });
    expect(quoteName('a"b')).toBe('"a""b"');
  });

  test('a feed’s objects have a name that the server takes', () => {
    expect(feedObjectName('a flow_and a connection')).toMatch(/^syncline_[0-9a-f]{20}$/);
    expect(feedObjectName('a')).not.toBe(feedObjectName('b'));
  });
});

describe('positions', () => {
  test('order as strings like the log, and come back as the server spells them', () => {
    expect(positionFromLsn('16/B374D848')).toBe('00000016B374D848');
    expect(lsnFromPosition('00000016B374D848')).toBe('16/B374D848');
    expect(lsnFromPosition('0000000000000000')).toBe('0/0');
    expect(lsnFromPosition('')).toBe('0/0');
    expect(positionBefore('0000000100000000')).toBe('00000000FFFFFFFF');
    expect(positionBefore('0000000000000000')).toBe('0000000000000000');
    const lsn = fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff));
    fc.assert(
      fc.property(lsn, lsn, (a, b) => {
        const [x, y] = [a, b].map(
          ([high, low]) => `${high.toString(16).toUpperCase()}/${low.toString(16).toUpperCase()}`,
        );
        expect(lsnFromPosition(positionFromLsn(x!))).toBe(x);
        const order = a[0] - b[0] || a[1] - b[1];
        expect(positionFromLsn(x!) < positionFromLsn(y!)).toBe(order < 0);
      }),
    );
  });
});

describe('errors', () => {
  const error = (code: string | undefined, message = 'said', more: object = {}) =>
    Object.assign(new Error(message), { code, ...more });
  test.each([
    [error('28P01'), 'AUTH_FAILED'],
    [error('28000', 'no pg_hba.conf entry for host "h", no encryption'), 'TLS_FAILED'],
    [error('3D000'), 'DATABASE_MISSING'],
    [error('42501'), 'PRIVILEGE_MISSING'],
    [error('53300'), 'TOO_MANY_CONNECTIONS'],
    [error('53400', 'all replication slots are in use'), 'SLOTS_EXHAUSTED'],
    [error('57P01'), 'CONNECTION_LOST'],
    [error('08006'), 'CONNECTION_LOST'],
    [error('40P01'), 'DEADLOCK'],
    [error('55006', 'replication slot "s" is active for PID 1'), 'SLOT_BUSY'],
    [error('42704', 'replication slot "s" does not exist'), 'SLOT_LOST'],
    [error('55000', 'can no longer access replication slot "s"'), 'SLOT_INVALIDATED'],
    [error('55000', 'logical decoding requires "wal_level" >= "logical"'), 'LOG_LEVEL'],
    [error('58P01', 'requested WAL segment has already been removed'), 'SLOT_INVALIDATED'],
    [error('23505'), 'UNIQUE_VIOLATION'],
    [error('23503'), 'FOREIGN_KEY_VIOLATION'],
    [error('23514'), 'CHECK_VIOLATION'],
    [error('23502'), 'NOT_NULL_VIOLATION'],
    [error('22P02'), 'VALUE_INVALID'],
    [error('22003'), 'VALUE_INVALID'],
    [error('P0001'), 'WRITE_FAILED'],
    [error('42P01'), 'STREAM_MISSING'],
    [error('42703'), 'FIELD_MISSING'],
    [error('ECONNREFUSED'), 'CONNECTION_REFUSED'],
    [error('ENOTFOUND'), 'CONNECTION_REFUSED'],
    [error('ECONNRESET'), 'CONNECTION_LOST'],
    [error('EPIPE'), 'CONNECTION_LOST'],
    [error('ETIMEDOUT'), 'CONNECTION_TIMEOUT'],
    [error('SELF_SIGNED_CERT_IN_CHAIN'), 'TLS_FAILED'],
    [error(undefined, 'The server does not support SSL connections'), 'TLS_FAILED'],
    [error(undefined, 'timeout expired'), 'CONNECTION_TIMEOUT'],
    [error(undefined, 'Connection terminated unexpectedly'), 'CONNECTION_LOST'],
    [error(undefined, '', { errors: [error('ECONNREFUSED')] }), 'CONNECTION_REFUSED'],
    [error('XX000'), 'INTERNAL'],
    ['a string', 'INTERNAL'],
  ])('%s is %s', (thrown, code) => {
    expect(classifyPostgresError(thrown).code).toBe(code);
  });

  test('say what was being done and keep what the server said', () => {
    const server = error('23505', 'duplicate key', {
      detail: 'Key (a)=(1) exists.',
      constraint: 'u',
      schema: 's',
      table: 't',
    });
    const classified = classifyPostgresError(server, 'Writing');
    expect(classified.message).toBe('Writing: duplicate key');
    expect(classified.detail).toBe('Key (a)=(1) exists.\nConstraint u of s.t.\nSQLSTATE 23505.');
    expect(classified.cause).toBe(server);
    expect(classifyPostgresError(classified)).toBe(classified);
  });

  test('a row is to blame for its values, not for the connection, the lock or the rights', () => {
    const blamed = ['22P02', '23505', 'P0001', '428C9', '44000', '54000'].map((code) =>
      isRowError(error(code)),
    );
    expect(blamed).toEqual(Array(6).fill(true));
    const innocent = ['40P01', '57P01', '42501', '42703', 'ECONNRESET'].map((code) =>
      isRowError(error(code)),
    );
    expect(innocent).toEqual(Array(5).fill(false));
    expect(isRowError(error('42P01', '', { where: 'PL/pgSQL function f() line 1' }))).toBe(true);
  });
});
