import type { ChannelSettings } from '#core/alerts/alert-channel.ts';
import type { DeliveryAttempt } from '#core/alerts/delivery-attempt.ts';
import type { Notification } from '#core/alerts/notification.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { slackBody, webhookBody } from './channel-message.ts';
import type { Reachable } from './guarded-lookup.ts';
import { type PostAnswer, postJson } from './post-json.ts';
import { safeAnswer } from './safe-answer.ts';
import { sendEmail } from './send-email.ts';
import { signWebhook } from './sign-webhook.ts';

/** By it a receiver says that it will never take anything again (RFC 9110, 15.5.11). */
export const goneStatus = 410;

/**
 * Makes one attempt through a channel. What goes wrong is told in the attempt, without anything of the settings.
 * @param id the delivery's, the same for each attempt
 * @param attempt which one it is, from 1
 */
export async function sendNotification(
  settings: ChannelSettings,
  { id, attempt, payload }: { id: string; attempt: number; payload: Notification },
  reachable: Reachable,
): Promise<DeliveryAttempt> {
  const at = Date.now();
  const took = () => Date.now() - at;
  try {
    const { status, text, retryAfter } = await send(settings, { id, attempt, payload, at }, reachable);
    const ok = status >= 200 && status < 300;
    const answer = safeAnswer(`${hint(status)}${text}`, settings);
    const wait = ok || retryAfter == null ? {} : { retryAfter };
    return { at, ok, status, answer, milliseconds: took(), ...wait };
  } catch (error) {
    const answer = safeAnswer(reasonOf(error), settings);
    return { at, ok: false, status: smtpStatus(error), answer, milliseconds: took() };
  }
}

/** What a status of HTTP means for the channel, where that is not plain. */
function hint(status: number): string {
  if (status === goneStatus) return 'The receiver is gone for good. ';
  return status >= 300 && status < 400 ? 'Redirects are not followed: give the last address. ' : '';
}

function send(
  settings: ChannelSettings,
  { id, attempt, payload, at }: { id: string; attempt: number; payload: Notification; at: number },
  reachable: Reachable,
): Promise<PostAnswer> {
  switch (settings.kind) {
    case 'webhook': {
      const body = webhookBody(id, at, payload);
      const headers = {
        ...signWebhook(settings.signingSecret, id, at, body),
        'webhook-attempt': String(attempt),
      };
      return postJson(settings.url, body, headers, reachable);
    }
    case 'slack':
      return postJson(settings.url, slackBody(payload), {}, reachable);
    case 'email':
      return sendEmail(settings, id, payload, reachable);
  }
}

/** Of what the libraries and the system say only what names no setting of ours: code and reply. */
function reasonOf(error: unknown): string {
  if (error instanceof SyncError) return error.message;
  if (!(error instanceof Error)) return 'The attempt failed.';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'There was no answer in time.';
  const { code, response } = error as { code?: unknown; response?: unknown };
  const words = typeof code === 'string' ? (faults[code] ?? ofMail(code, error)) : undefined;
  // What a mail server says itself is told as well.
  if (typeof response === 'string') return words ? `${words} ${response}` : response;
  return words ?? (typeof code === 'string' ? `The connection failed (${code}).` : 'The connection failed.');
}

/** The mail library has codes of its own for whatever goes wrong with TLS, and the cause in its sentence. */
function ofMail(code: string, { message }: Error): string | undefined {
  if (code !== 'ETLS' && code !== 'ESOCKET') return undefined;
  if (/certificate/i.test(message)) return 'The certificate of the mail server is not trusted.';
  const tls = code === 'ETLS' || /\b(ssl|tls)\b|wrong version/i.test(message);
  return tls ? 'The mail server agreed on no encrypted connection.' : undefined;
}

const faults: Record<string, string | undefined> = {
  ECONNREFUSED: 'Nobody listens there (ECONNREFUSED).',
  ENOTFOUND: 'The host is not known (ENOTFOUND).',
  ETIMEDOUT: 'There was no answer in time (ETIMEDOUT).',
  EAUTH: 'The mail server refused the user or the password.',
  ECONNRESET: 'The connection was cut before the answer was whole (ECONNRESET).',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is not trusted: it is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate is not trusted: one of its chain is self-signed.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate is not trusted: its issuer is not known.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host.',
  EPROTO: 'There is no TLS there, or none that fits (EPROTO).',
};

function smtpStatus(error: unknown): number | null {
  const { responseCode } = error as { responseCode?: unknown };
  return typeof responseCode === 'number' ? responseCode : null;
}
