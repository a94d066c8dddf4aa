import { randomUUID } from 'node:crypto';

/** What a proxy may name a request by, so that its log and ours can be laid side by side. */
const given = /^[A-Za-z0-9._:-]{1,64}$/;

/** The id of a request: the one that it came with, if it is fit for a log, else a new one. */
export function requestId(request: Request): string {
  const id = request.headers.get('x-request-id') ?? '';
  return given.test(id) ? id : randomUUID();
}
