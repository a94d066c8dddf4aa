import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type { EmailSettings } from '#core/alerts/alert-channel.ts';
import { type Notification, notificationTitle } from '#core/alerts/notification.ts';
import { emailText } from './channel-message.ts';
import { guardedLookup, type Reachable } from './guarded-lookup.ts';

const TIMEOUT = 10_000;

/**
 * Sends an e-mail by SMTP. Its Message-ID is made of the delivery's id, so that a mailbox that gets it twice can tell.
 * Throws what the server or the socket says.
 */
export async function sendEmail(
  settings: EmailSettings,
  id: string,
  notification: Notification,
  reachable: Reachable,
): Promise<{ status: number; text: string }> {
  const { host, port, security, user, password, from, to } = settings;
  const { address } = await guardedLookup(host, reachable);
  const transport = createTransport({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // The certificate is the name's, not the address's.
    tls: isIP(host) === 0 ? { servername: host } : {},
    auth: user === '' ? undefined : { user, pass: password },
    connectionTimeout: TIMEOUT,
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
      text: emailText(notification),
    });
    return { status: Number.parseInt(sent.response, 10), text: sent.response };
  } finally {
    transport.close();
  }
}
