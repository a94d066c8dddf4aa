import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import { hashToken } from './new-api-key.ts';

/** Under which the store keeps an entry link: its token's hash, never the token. */
export function entryLinkIdentifier(token: string): string {
  return `entry-link:${hashToken(token)}`;
}

/** What an entry link opens, as it is kept. */
export const EntryLinkValue = z.object({ userId: z.string(), slug: z.string() });
export type EntryLinkValue = z.infer<typeof EntryLinkValue>;

/** Signs in whoever brings the token of an entry link, once. Called by the route `/api/enter` alone. */
export function entryLink() {
  return {
    id: 'entry-link',
    endpoints: {
      enter: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ token: z.string().max(200) }) },
        async (ctx): Promise<{ slug: string } | null> => {
          const { internalAdapter } = ctx.context;
          const stored = await internalAdapter.consumeVerificationValue(entryLinkIdentifier(ctx.body.token));
          if (!stored || stored.expiresAt < new Date()) return null;
          const { userId, slug } = EntryLinkValue.parse(JSON.parse(stored.value));
          const user = await internalAdapter.findUserById(userId);
          if (!user) return null;
          await setSessionCookie(ctx, { session: await internalAdapter.createSession(userId), user });
          return { slug };
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
