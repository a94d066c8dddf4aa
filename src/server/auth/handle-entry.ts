import type { Services } from '../services.ts';

/** Answers `/api/enter?token=…`: signs in and leads to the workspace, or to the sign-in page if the link is spent. */
export async function handleEntry(services: Services, request: Request): Promise<Response> {
  const token = new URL(request.url).searchParams.get('token') ?? '';
  const entered = await services.auth.api.enter({ body: { token }, returnHeaders: true });
  // The token must not travel on to any other page.
  const headers = new Headers({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  for (const cookie of entered.headers.getSetCookie()) headers.append('set-cookie', cookie);
  headers.set('location', entered.response ? `/w/${entered.response.slug}` : '/sign-in?link=spent');
  return new Response(null, { status: 303, headers });
}
