import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import { withLogContext } from '#lib/log-context.ts';
import { testStore } from '#testing/test-store.ts';
import { makeLogger } from './make-logger.ts';

const secret = 'hunter2-secret';
const value = 'ann@private.test';
let lines: string[] = [];
const logger = makeLogger('test', 'debug', { write: (line) => void lines.push(line) });
let store: Awaited<ReturnType<typeof testStore>>;

beforeAll(async () => {
  store = await testStore('logs');
  await store.query('create table people (email text unique, age int check (age > 0), born date)');
  await store.query('insert into people values ($1, 1)', [value]);
});
afterAll(() => store.close());

/** Everything that was logged, and each line as an object. */
function logged(log: () => void) {
  lines = [];
  log();
  return { text: lines.join(''), objects: lines.map((line) => JSON.parse(line)) };
}

async function thrownBy(work: () => Promise<unknown>): Promise<Error> {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

const refused: [string, string][] = [
  ['a unique violation', `insert into people values ('${value}', 2)`],
  ['a check that fails', `insert into people values ('${value}2', -1)`],
  ['a value of another type', `insert into people (age) select '${value}'::text::int`],
  ['a date that is none', `insert into people (born) values ('${value}')`],
  ['an error of its own', `do $$ begin raise exception 'no % here', '${value}'; end $$`],
];

test.each(refused)(
  "%s is logged without the record's value, as it was thrown and as we classify it",
  async (_, sql) => {
    const error = await thrownBy(() => store.query(sql));
    expect(JSON.stringify({ ...error, message: error.message })).toContain(value);
    const wrapped = new SyncError('CONSTRAINT_VIOLATED' as never, error.message, {
      detail: (error as { detail?: string }).detail ?? error.message,
      cause: error,
    });
    const { text, objects } = logged(() => {
      logger.warn({ err: error }, 'refused');
      logger.warn({ err: error, detail: error.message }, error.message);
      logger.error(error);
      logger.warn({ err: wrapped, detail: wrapped.detail }, wrapped.message);
      logger.warn({ err: toSyncError(error) }, 'classified');
      logger.warn({ err: new AggregateError([error], 'all failed') }, 'together');
    });
    expect(text).not.toContain(value);
    expect(objects[0].err).toMatchObject({ code: (error as { code?: string }).code });
    expect(objects[0].err.stack).toContain(' at ');
  },
);

test('what only names things is told in full', async () => {
  const error = await thrownBy(() => store.query('select * from nowhere'));
  const { objects } = logged(() => logger.warn({ err: error }, 'gone'));
  expect(objects[0].err.message).toContain('"nowhere"');
  const constraint = await thrownBy(() => store.query(`insert into people values ('${value}', 2)`));
  expect(logged(() => logger.warn({ err: constraint }, '')).objects[0].err).toMatchObject({
    table: 'people',
    constraint: 'people_email_key',
  });
});

test('a server that refuses the password is logged without it', async () => {
  const url = new URL(store.url);
  url.password = secret;
  const error = await thrownBy(async () => {
    const client = new pg.Client({ connectionString: `${url.href.replace(/:\d+\//, ':1/')}` });
    await client.connect();
  });
  const { text } = logged(() => {
    logger.warn(
      { err: error, url: url.href, connection: { password: secret, host: 'db' } },
      `no ${url.href}`,
    );
    logger.warn({ err: new Error(`connect failed: ${url.href}`) }, 'x');
    logger.info(`postgres://u:${secret}@h/d`);
    logger.info(`refused: postgres://u:p@${secret}@h/d`);
    logger.warn(
      { config: { user: 'u', apiKey: secret, nested: { clientSecret: secret } } },
      `password=${secret}`,
    );
    logger.warn(
      { headers: { authorization: `Bearer ${secret}`, cookie: secret } },
      `Authorization: Bearer ${secret}`,
    );
    logger.warn({ hook: `https://hooks.test/x?token=${secret}` }, 'x');
    logger.warn({ note: `{"password":"${secret}"}` }, 'x');
    logger.warn({ note: `{"clientSecret":"${secret}"}` }, `accessToken: ${secret}`);
    logger.warn(
      { headers: { 'x-api-key': secret, 'set-cookie': [secret] } },
      `Cookie: session=${secret}; a=b`,
    );
    for (const address of [
      `postgres://u:p/${secret}@h/d`,
      `https://${secret}@h/x`,
      `https://h/x?auth=${secret}`,
    ])
      logger.info(`refused: ${address}`);
    logger.warn({ bytes: Buffer.from(secret) }, `https://discord.test/api/webhooks/1/${secret}`);
    logger.info(`ghp_${'x1'.repeat(18)} eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.c2ln`);
    logger.info('http://localhost:4321/w?by=ann@here stays');
  });
  expect(text).not.toContain(secret);
  expect(text).not.toMatch(/ghp_x1|eyJhb|"bytes":\{/);
  expect(text).toContain('http://localhost:4321/w?by=ann@here stays');
  expect(text).toContain('"host":"db"');
});

// Quotes that are escaped, addresses within addresses, and what people paste.
test.each([
  `{\\"password\\":\\"${secret}\\"}`,
  JSON.stringify({ body: JSON.stringify({ to: JSON.stringify({ clientSecret: `a"${secret}` }) }) }),
  `host=h password='it\\'s ${secret}'`,
  `password='it''s ${secret}'`,
  `{"password":"${secret} that was cut`,
  `{'passphrase': '${secret}'}`,
  `ALTER USER x PASSWORD '${secret}'`,
  `CREATE USER x IDENTIFIED VIA ed25519 USING PASSWORD("${secret}")`,
  `/sign-in?next=${encodeURIComponent(`postgres://u:${secret}@h/d`)}`,
  `/x?next=${encodeURIComponent(encodeURIComponent(`/y?password=${secret}`))}%zz`,
  `postgres://u:p"'<${secret}@h/d`,
  `refused u:${secret}@db.test:5432/d`,
  `Authorization: Token ${secret}`,
  `${'x '.repeat(9_980)}postgres://u:${secret}${'y'.repeat(500)}@h`,
])('a secret is found however it stands in a text: %s', (text) => {
  const { text: told } = logged(() => logger.warn({ reason: text, rawHeaders: ['X-Api-Key', secret] }, text));
  expect(told).not.toContain(secret);
});

test('a message that looks like frames is no part of the stack, and frames hold no secret', () => {
  const error = new Error(`no\n    at ${value}`);
  error.stack = `${error.stack}\n    at f (https://h.test/x.js?token=${secret}:1:2)`;
  const { objects } = logged(() => logger.warn({ err: error }, 'x'));
  expect(objects[0].err.stack).not.toContain(value);
  expect(objects[0].err.stack).not.toContain(secret);
  expect(objects[0].err.stack).toMatch(/^\s+at .*make-logger/);
});

test("MySQL's and our own errors, and fields with rows, hold no values", () => {
  const duplicate = Object.assign(new Error(`Duplicate entry '${value}' for key 'people.email'`), {
    code: 'ER_DUP_ENTRY',
    errno: 1062,
    sqlState: '23000',
    sqlMessage: `Duplicate entry '${value}'`,
    sql: `INSERT INTO people VALUES ('${value}')`,
  });
  const { text, objects } = logged(() => {
    logger.warn({ err: duplicate }, duplicate.message);
    logger.warn({ err: toSyncError(duplicate) }, 'x');
    logger.warn(
      { before: { email: value }, after: { email: value }, recordKey: `["${value}"]`, rows: [[value]] },
      'x',
    );
    logger.warn({ detail: `Key (email)=(${value}) already exists.` }, 'x');
  });
  expect(text).not.toContain(value);
  expect(objects[0].err).toMatchObject({ code: 'ER_DUP_ENTRY', errno: 1062 });
});

test('each line has the ids of what is worked on', async () => {
  const { objects } = logged(() => {
    withLogContext({ request: 'r1' }, () =>
      withLogContext({ flow: 'f1' }, () => logger.info({ lane: 'l1' }, 'x')),
    );
    logger.info({}, 'outside');
  });
  expect(objects[0]).toMatchObject({ request: 'r1', flow: 'f1', lane: 'l1', msg: 'x' });
  expect(objects[1]).not.toHaveProperty('request');
});
