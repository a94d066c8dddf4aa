import type { ChannelSettings } from '#core/alerts/alert-channel.ts';
import type { DeliveryAttempt } from '#core/alerts/delivery-attempt.ts';
import type { Notification } from '#core/alerts/notification.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { slackBody, webhookBody } from './channel-message.ts';
import type { Reachable } from './guarded-lookup.ts';
import { type PostAnswer, postJson } from './post-json.ts';
import { sendEmail } from './send-email.ts';
import { signWebhook } from './sign-webhook.ts';

/** What of an answer or a fault is kept. */
const KEPT = 500;

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
    const { status, text } = await send(settings, { id, attempt, payload, at }, reachable);
    const ok = status >= 200 && status < 300;
    const redirect =
      status >= 300 && status < 400 ? 'Redirects are not followed: give the last address. ' : '';
    return { at, ok, status, answer: `${redirect}${text}`.slice(0, KEPT), milliseconds: took() };
  } catch (error) {
    return { at, ok: false, status: smtpStatus(error), answer: reasonOf(error), milliseconds: took() };
  }
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
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return 'There was no answer within ten seconds.';
  const { code, response } = error as { code?: unknown; response?: unknown };
  if (typeof response === 'string') return response.slice(0, KEPT);
  const words = typeof code === 'string' ? faults[code] : undefined;
  return words ?? (typeof code === 'string' ? `The connection failed (${code}).` : 'The connection failed.');
}

const faults: Record<string, string | undefined> = {
  ECONNREFUSED: 'Nobody listens there (ECONNREFUSED).',
  ENOTFOUND: 'The host is not known (ENOTFOUND).',
  ETIMEDOUT: 'There was no answer in time (ETIMEDOUT).',
  EAUTH: 'The mail server refused the user or the password.',
};

function smtpStatus(error: unknown): number | null {
  const { responseCode } = error as { responseCode?: unknown };
  return typeof responseCode === 'number' ? responseCode : null;
}
