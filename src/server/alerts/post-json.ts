import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { retryAfter } from '#core/alerts/retry-delay.ts';
import { guardedLookup, pinnedTo, type Reachable } from './guarded-lookup.ts';

/** Milliseconds that a receiver has for its whole answer. */
const TIMEOUT = 10_000;
/** Characters of an answer that are kept; of a longer one no more is read. */
const ANSWER = 500;

export type PostAnswer = { status: number; text: string; retryAfter?: number | null };

/**
 * Posts JSON. Follows no redirect: what is sent, and with it the secret, goes to no other place than was configured.
 * Throws `CHANNEL_FORBIDDEN` where the address may not be reached, or the socket's error.
 */
export async function postJson(
  url: string,
  body: string,
  headers: Record<string, string>,
  reachable: Reachable,
): Promise<PostAnswer> {
  const target = new URL(url);
  const found = await guardedLookup(target.hostname, reachable);
  const send = target.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      target,
      {
        method: 'POST',
        lookup: pinnedTo(found),
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Syncline',
          ...headers,
        },
      },
      (response) => {
        let text = '';
        const wait = retryAfter(response.headers['retry-after'], Date.now());
        const end = () =>
          resolve({ status: response.statusCode ?? 0, text: text.slice(0, ANSWER), retryAfter: wait });
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
          if (text.length < ANSWER) return;
          end();
          request.destroy();
        });
        response.on('end', end);
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
