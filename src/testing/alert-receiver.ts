import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';

/** What a receiver of alerts got. */
export type Received = { headers: IncomingHttpHeaders; body: string; json: Record<string, unknown> };

/** How the receiver answers; 200 unless a test wants something else. */
export type Reply = { status: number; headers?: Record<string, string>; body?: string };

/** A receiver of webhooks on this machine, with everything that it got. */
export async function alertReceiver() {
  const received: Received[] = [];
  const replies: Reply[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body, json: JSON.parse(body) as Record<string, unknown> });
      const { status, headers, body: answer } = replies.shift() ?? { status: 200, body: 'thank you' };
      response.writeHead(status, headers).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/hook?token=secret-part`,
    received,
    /** Answers the next requests with these. */
    reply: (...next: Reply[]) => replies.push(...next),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Checks a signature as `docs/alerts.md` tells receivers to. */
export function isSigned(secret: string, { headers, body }: Received, now = Date.now()): boolean {
  const [id, timestamp] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
  if (Math.abs(now / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .some((signature) => {
      const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
}
