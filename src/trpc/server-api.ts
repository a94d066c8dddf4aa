import 'server-only';
import { headers } from 'next/headers';
import { cache } from 'react';
import { appRouter } from '#server/api/app-router.ts';
import { services } from '#server/services.ts';

/** The API for server components, called as whoever sent the request; one per request. */
export const serverApi = cache(async () => {
  // Asked for first: it tells Next that the page depends on the request, before anything wants a database.
  const requestHeaders = await headers();
  const session = await services().auth.api.getSession({ headers: requestHeaders });
  const user = session?.user;
  return appRouter.createCaller({
    services: services(),
    caller: user ? { kind: 'user', id: user.id, name: user.name, email: user.email } : { kind: 'nobody' },
  });
});
