import { SyncError } from '#core/errors/sync-error.ts';

/**
 * Refuses a request that carries our cookie but was sent by another site's page (browsers name
 * the page's origin in every request that can change something).
 */
export function requireOwnOrigin(request: Request, publicUrl: string): void {
  const origin = request.headers.get('origin');
  if (origin === null) return;
  const own = [
    new URL(publicUrl).host,
    request.headers.get('x-forwarded-host'),
    request.headers.get('host'),
    new URL(request.url).host,
  ];
  const host = URL.canParse(origin) ? new URL(origin).host : null;
  if (host === null || !own.includes(host)) {
    throw new SyncError('FORBIDDEN', 'The request comes from a page of another site.');
  }
}
