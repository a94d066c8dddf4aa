import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A new secret for signatures, in the form of Standard Webhooks: `whsec_` and 24 bytes in base64. */
export function newSigningSecret(): string {
  return `${prefix}${randomBytes(24).toString('base64')}`;
}

/**
 * The headers by which a receiver knows that the body is ours, new and not seen before
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 * @param id the same for every attempt at one delivery
 * @param at milliseconds since 1970
 */
export function signWebhook(secret: string, id: string, at: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
