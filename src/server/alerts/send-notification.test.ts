import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChannelSettings, EmailSettings } from '#core/alerts/alert-channel.ts';
import type { Notification } from '#core/alerts/notification.ts';
import { alertReceiver } from '#testing/alert-receiver.ts';
import { sendNotification } from './send-notification.ts';

let receiver: Awaited<ReturnType<typeof alertReceiver>>;
beforeAll(async () => {
  receiver = await alertReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received.length = 0;
});

const payload: Notification = {
  kind: 'alert',
  workspace: { slug: 'main', name: 'Main' },
  notices: [
    {
      incidentId: 'i1',
      event: 'fired',
      rule: 'Lag <5 s & more',
      severity: 'critical',
      flow: { id: 'f', name: 'CRM and App' },
      lane: null,
      detail: 'Lag of CRM and App is 9 s.',
      message: 'Ask Ann.',
      value: 9_000,
      since: '2026-01-01T00:00:00Z',
      at: '2026-01-01T00:05:00Z',
      url: 'http://localhost:4321/w/main/alerts?incident=i1',
    },
  ],
  more: 0,
  url: 'http://localhost:4321/w/main/alerts',
};
const delivery = { id: 'delivery-1', attempt: 1, payload };

const send = (settings: ChannelSettings, privateHosts = true) =>
  sendNotification(settings, delivery, { privateHosts });
const slack = (url = receiver.url): ChannelSettings => ({ kind: 'slack', url });

test('Slack gets blocks, with its own marks taken as plain text', async () => {
  receiver.reply({ status: 200, body: 'ok' });
  expect(await send(slack())).toMatchObject({ ok: true, status: 200, answer: 'ok' });
  const { blocks, text } = (receiver.received[0]?.json ?? {}) as { blocks: { type: string }[]; text: string };
  expect(text).toBe('Firing: Lag <5 s & more – CRM and App (critical)');
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context']);
  expect(JSON.stringify(blocks[1])).toContain('Lag &lt;5 s &amp; more');
  expect(JSON.stringify(blocks[1])).toContain('Ask Ann.');
});

test('a long answer is read no further than its beginning', async () => {
  receiver.reply({ status: 400, body: 'x'.repeat(5_000_000) });
  const attempt = await send(slack());
  expect(attempt).toMatchObject({ ok: false, status: 400 });
  expect(attempt.answer).toHaveLength(500);
});

test('an address of this machine or its network is refused unless it is allowed, whatever it is written like', async () => {
  const port = new URL(receiver.url).port;
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1']) {
    const attempt = await send(slack(`http://${host}:${port}/`), false);
    expect(attempt, host).toMatchObject({ ok: false, status: null });
    expect(attempt.answer, host).toContain('may not be sent');
  }
  expect(receiver.received).toEqual([]);
  // The services that tell a machine its own secrets are refused always.
  expect((await send(slack('http://169.254.169.254/latest/meta-data'))).answer).toContain('may not be sent');
});

test('what a fault says holds nothing of the address', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = await send(slack(`http://127.0.0.1:${port}/services/T0/the-secret`));
  expect(cut).toMatchObject({ ok: false, status: null });
  expect(cut.answer).not.toContain('the-secret');
  await new Promise((resolve) => server.close(resolve));
  const gone = await send(slack(`http://127.0.0.1:${port}/services/T0/the-secret`));
  expect(gone.answer).toBe('Nobody listens there (ECONNREFUSED).');
  const unknown = await send(slack('http://no-such-host.invalid/the-secret'));
  expect(unknown).toMatchObject({ ok: false });
  expect(unknown.answer).not.toContain('the-secret');
});

test('e-mail goes by SMTP with the delivery in its Message-ID; a refusal is told with its status', async () => {
  const mails: { from: string; to: string[]; text: string; user: string }[] = [];
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('no')),
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('nobody')
        ? done(Object.assign(new Error('No such mailbox'), { responseCode: 550 }))
        : done(),
    onData(stream, { envelope, user }, done) {
      let text = '';
      stream.on('data', (part: Buffer) => {
        text += part.toString();
      });
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text, user: String(user) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const email = (more: Partial<EmailSettings> = {}): ChannelSettings => ({
    ...{ kind: 'email', host: '127.0.0.1', port, security: 'none', user: 'u', password: 'right' },
    from: 'sync@example.test',
    to: ['ann@example.test', 'bob@example.test'],
    ...more,
  });
  expect(await send(email())).toMatchObject({ ok: true, status: 250 });
  expect(mails).toMatchObject([
    { from: 'sync@example.test', to: ['ann@example.test', 'bob@example.test'], user: 'u' },
  ]);
  expect(mails[0]?.text).toContain('Message-ID: <delivery-1@example.test>');
  expect(mails[0]?.text).toContain('Lag of CRM and App is 9 s.');
  expect(await send(email({ password: 'wrong-secret' }))).toMatchObject({ ok: false, status: 535 });
  expect(JSON.stringify(await send(email({ password: 'wrong-secret' })))).not.toContain('wrong-secret');
  expect(await send(email({ to: ['nobody@example.test'] }))).toMatchObject({ ok: false, status: 550 });
  // A server that cannot do it is not spoken to in the clear.
  expect(await send(email({ security: 'starttls' }))).toMatchObject({ ok: false });
  expect(mails).toHaveLength(1);
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
