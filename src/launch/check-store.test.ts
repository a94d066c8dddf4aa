import { createServer, type Server } from 'node:net';
import { afterEach, expect, inject, test } from 'vitest';
import { freePort } from '#lib/free-port.ts';
import { checkStore } from './check-store.ts';

let fake: Server | undefined;

afterEach(async () => {
  await new Promise<void>((resolve) => {
    if (fake === undefined) resolve();
    else fake.close(() => resolve());
  });
  fake = undefined;
});

test('names the server and its version, and nothing secret', async () => {
  const url = inject('postgresUrl');
  const description = await checkStore(url);
  expect(description).toMatch(/^PostgreSQL 18\.\d.* at 127\.0\.0\.1:\d+\/postgres$/);
  expect(description).not.toContain(new URL(url).password);
});

test('a server that is not there', async () => {
  const port = await freePort();
  const refused = checkStore(`postgresql://u:hush-hush@127.0.0.1:${port}/x`);
  await expect(refused).rejects.toMatchObject({
    code: 'STORE_UNREACHABLE',
    message: `127.0.0.1:${port}/x does not answer: nothing listens there.`,
  });
});

test('a wrong password, which is not shown', async () => {
  const url = new URL(inject('postgresUrl'));
  url.password = 'hush-hush';
  const error = await checkStore(url.href).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'STORE_UNREACHABLE', message: expect.stringContaining('password') });
  expect(`${error} ${JSON.stringify(error)}`).not.toContain('hush-hush');
});

test('what is no URL, which is not shown either', async () => {
  const error = await checkStore('hush-hush').catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'STORE_UNREACHABLE' });
  expect(String(error)).not.toContain('hush-hush');
});

test('a PostgreSQL that is too old', async () => {
  const port = await startOldPostgres();
  await expect(checkStore(`postgresql://u@127.0.0.1:${port}/x`)).rejects.toMatchObject({
    code: 'STORE_UNSUPPORTED',
    message: expect.stringContaining('14.9'),
  });
});

/** Speaks just enough of the protocol to say that it is PostgreSQL 14. */
async function startOldPostgres(): Promise<number> {
  const message = (kind: string, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(5);
    head.write(kind);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
  const int32 = (value: number) =>
    Buffer.from([value >> 24, value >> 16, value >> 8, value].map((byte) => byte & 255));
  const ready = message('Z', Buffer.from('I'));
  const column = (name: string, type: number) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      int32(0),
      int16(0),
      int32(type),
      int16(-1),
      int32(-1),
      int16(0),
    ]);
  const value = (text: string) => Buffer.concat([int32(text.length), Buffer.from(text)]);
  const answer = Buffer.concat([
    message('T', int16(2), column('version', 25), column('number', 23)),
    message('D', int16(2), value('14.9'), value('140009')),
    message('C', Buffer.from('SELECT 1\0')),
    ready,
  ]);
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), ready]));
      socket.on('data', (data) => {
        if (data[0] === 0x51) socket.write(answer);
      });
    });
    socket.on('error', () => undefined);
  });
  fake = server;
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return port;
}
