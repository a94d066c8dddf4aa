import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type { EmailSettings } from '#core/alerts/alert-channel.ts';
import { type Notification, notificationTitle } from '#core/alerts/notification.ts';
import { emailText } from './channel-message.ts';
import { guardedLookup, pinnedTo, type Reachable } from './guarded-lookup.ts';

/** Milliseconds that the server has for each of its answers. */
const TIMEOUT = 10_000;
/** Milliseconds for all of it: less than a delivery is claimed for, however slowly a server answers. */
const WHOLE = 30_000;

/**
 * Sends an e-mail by SMTP. Its Message-ID is made of the delivery's id, so that a mailbox that gets it twice can tell.
 * Where the server refused some of the recipients, the answer names them. Throws what the server or the socket says.
 */
export async function sendEmail(
  settings: EmailSettings,
  id: string,
  notification: Notification,
  reachable: Reachable,
): Promise<{ status: number; text: string }> {
  const { host, port, security, user, password, from, to } = settings;
  const deadline = AbortSignal.timeout(WHOLE);
  const connection = await connected(host, port, reachable);
  const cut = () => connection.destroy();
  deadline.addEventListener('abort', cut);
  const transport = createTransport({
    host,
    port,
    connection,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: isIP(host) === 0 ? { servername: host } : {},
    auth: user === '' ? undefined : { user, pass: password },
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const sent = await transport.sendMail({
      from: { name: 'Syncline', address: from },
      to,
      messageId: `<${id}@${from.split('@').at(-1)}>`,
      subject: notificationTitle(notification),
      // No vacation answers a machine (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      text: emailText(notification),
    });
    const refused = (sent.rejectedErrors ?? []).map((error) => error.response ?? error.message);
    const text = [sent.response, ...refused.map((each) => `A recipient was refused: ${each}`)].join('\n');
    return { status: Number.parseInt(sent.response, 10), text };
  } catch (error) {
    throw deadline.aborted ? deadline.reason : error;
  } finally {
    deadline.removeEventListener('abort', cut);
    transport.close();
    connection.destroy();
  }
}

/** A connection to one of the addresses that were looked at. */
async function connected(host: string, port: number, reachable: Reachable): Promise<Socket> {
  const found = await guardedLookup(host, reachable);
  const socket = connect({ host, port, lookup: pinnedTo(found), autoSelectFamily: true });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(TIMEOUT) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
