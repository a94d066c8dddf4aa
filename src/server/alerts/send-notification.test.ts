import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChannelSettings, EmailSettings } from '#core/alerts/alert-channel.ts';
import type { Notification } from '#core/alerts/notification.ts';
import { alertReceiver } from '#testing/alert-receiver.ts';
import { pinnedTo } from './guarded-lookup.ts';
import { goneStatus, sendNotification } from './send-notification.ts';

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

const send = (settings: ChannelSettings, privateHosts = true, told = payload) =>
  sendNotification(settings, { ...delivery, payload: told }, { privateHosts });
const [notice] = payload.notices as [Notification['notices'][number]];
const slack = (url = receiver.url): ChannelSettings => ({ kind: 'slack', url });

test('Slack gets blocks, with its own marks taken as plain text', async () => {
  receiver.reply({ status: 200, body: 'ok' });
  expect(await send(slack())).toMatchObject({ ok: true, status: 200, answer: 'ok' });
  const { blocks, text } = (receiver.received[0]?.json ?? {}) as { blocks: { type: string }[]; text: string };
  expect(text).toBe('Firing: Lag &lt;5 s &amp; more – CRM and App (critical)');
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context', 'context']);
  expect(JSON.stringify(blocks[1])).toContain('Lag &lt;5 s &amp; more');
  expect(JSON.stringify(blocks[1])).toContain('Ask Ann.');
});

test('nobody is called, and no link is made, by what Slack is told; nothing is cut within a character', async () => {
  const hostile = '<!channel> @here <@U1> <https://x.test|click> *b* ';
  const notices = Array.from({ length: 20 }, () => ({
    ...notice,
    rule: `${hostile}${'&'.repeat(60)}`,
    detail: `${hostile}${'\u{1f600}'.repeat(600)}`,
    message: `${hostile}${'<'.repeat(1_900)}\ud83d`,
  }));
  await send(slack(), true, { ...payload, kind: 'alert', notices });
  const { body, json } = receiver.received[0] ?? { body: '', json: {} };
  expect(body).not.toMatch(/<[!@]|@here|click>/);
  expect(body).not.toMatch(/\\ud[89ab]/i);
  type Text = { type: string; text: string };
  const { text, blocks } = json as {
    text: string;
    blocks: { type: string; text?: Text; elements?: Text[] }[];
  };
  expect(text).toMatch(/…$/);
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const { type, text: of } of blocks)
    expect(of?.text.length ?? 0).toBeLessThanOrEqual(type === 'header' ? 150 : 3_000);
  // What stands in a block that knows marks is ours alone.
  for (const { text: link } of blocks.flatMap(({ elements }) => elements ?? []))
    expect(link).toMatch(/^<http:\/\/localhost:4321\/w\/main\/alerts[^|]*\|Open [a-zA-Z ]+>$/);
  for (const { text: of } of blocks) expect(of?.type ?? 'plain_text').toBe('plain_text');
});

test('an answer is kept without the channel’s secrets and what the store cannot hold; gone for good is said so', async () => {
  const settings: ChannelSettings = {
    kind: 'webhook',
    url: receiver.url,
    signingSecret: 'whsec_c2lnbmluZy1zZWNyZXQ=',
  };
  receiver.reply({
    status: 410,
    body: `no \u0000 ${receiver.url} whsec_c2lnbmluZy1zZWNyZXQ= ${'\u{1f600}'.repeat(300)}`,
  });
  const attempt = await send(settings);
  expect(attempt).toMatchObject({ ok: false, status: goneStatus });
  expect(attempt.answer).toMatch(/^The receiver is gone for good\. no \ufffd \*\*\* \*\*\*/);
  expect(attempt.answer.isWellFormed()).toBe(true);
  expect(attempt.answer.length).toBeLessThanOrEqual(500);
  receiver.reply({ status: 200, body: 'you sent token=secret-part to /hook?token=secret-part' });
  expect((await send(settings)).answer).toBe('you sent *** to ***');
});

test('a name is tried at each of its addresses', async () => {
  const { port } = new URL(receiver.url);
  const found = [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ];
  const answered = await new Promise((resolve, reject) => {
    const socket = connect({
      host: 'x.test',
      port: Number(port),
      lookup: pinnedTo(found),
      autoSelectFamily: true,
    });
    socket.once('connect', () => resolve(socket.remoteAddress)).once('error', reject);
    socket.once('connect', () => socket.destroy());
  });
  expect(answered).toBe('127.0.0.1');
});

test('a name is asked for once, and what answered then is what is connected to', async () => {
  const known = { promise: dns.promises.lookup, callback: dns.lookup };
  const asked: string[] = [];
  // Whoever asks a second time is led elsewhere.
  const answer = (host: string) => {
    asked.push(host);
    return [{ address: asked.length === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
  };
  dns.promises.lookup = (async (host: string) => answer(host)) as never;
  dns.lookup = ((host: string, _options: object, done: (error: null, found: object[]) => void) =>
    done(null, answer(host))) as never;
  syncBuiltinESMExports();
  try {
    const { port } = new URL(receiver.url);
    expect(await send(slack(`http://rebound.test:${port}/`))).toMatchObject({ ok: true });
    expect(asked).toEqual(['rebound.test']);
    expect(receiver.received[0]?.headers.host).toBe(`rebound.test:${port}`);
    asked.length = 0;
    expect((await send(slack(`http://rebound.test:${port}/`), false)).answer).toContain('may not be sent');
    expect(receiver.received).toHaveLength(1);
  } finally {
    Object.assign(dns.promises, { lookup: known.promise });
    Object.assign(dns, { lookup: known.callback });
    syncBuiltinESMExports();
  }
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
  expect(cut.answer).toContain('The connection was cut');
  const secure = await send(slack(`https://127.0.0.1:${port}/services/T0/the-secret`));
  expect(secure).toMatchObject({ ok: false, status: null });
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
  const refused = await send(email({ password: 'wrong-secret' }));
  expect(refused).toMatchObject({ ok: false, status: 535 });
  expect(refused.answer).toMatch(/^The mail server refused the user or the password\. 535/);
  // Whom it does not take is told, though the others have it.
  const partly = await send(email({ to: ['ann@example.test', 'nobody@example.test'] }));
  expect(partly).toMatchObject({ ok: true, status: 250 });
  expect(partly.answer).toContain('A recipient was refused: 550 No such mailbox');
  // Nothing that people write can become a header.
  const hostile = { ...notice, rule: 'Ünïcode\r\nBcc: eve@example.test\r\n\r\nbody' };
  await send(email(), true, { ...payload, notices: [hostile] });
  const head = mails.at(-1)?.text.split('\r\n\r\n')[0] ?? '';
  expect(head).toMatch(/^Subject: =\?UTF-8\?/m);
  expect(head).not.toMatch(/^Bcc:/m);
  expect(mails.at(-1)?.to).toEqual(['ann@example.test', 'bob@example.test']);
  mails.splice(1);
  expect(JSON.stringify(await send(email({ password: 'wrong-secret' })))).not.toContain('wrong-secret');
  expect(await send(email({ to: ['nobody@example.test'] }))).toMatchObject({ ok: false, status: 550 });
  // A server that cannot do it is not spoken to in the clear.
  const clear = await send(email({ security: 'starttls' }));
  expect(clear).toMatchObject({ ok: false });
  expect(clear.answer).toContain('agreed on no encrypted connection');
  expect(mails).toHaveLength(1);
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
